using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onboarding;

/// <summary>The result of a step: a value, or the failure. A refusal is a result; only faults are exceptions.</summary>
/// <remarks>Stored as <c>{"ok": value}</c> or <c>{"failure": {…}}</c>.</remarks>
[JsonConverter(typeof(StepResultConverter))]
public sealed record StepResult<T>
{
    private readonly T? _value;

    private StepResult(T? value, StepFailure? failure) => (_value, Failure) = (value, failure);

    /// <summary>Gets the failure; null: there is a value.</summary>
    public StepFailure? Failure { get; }

    /// <summary>Gets the value.</summary>
    /// <exception cref="StepFailedException">There is none.</exception>
    public T Value => Failure is null ? _value! : throw new StepFailedException(Failure);

    public static StepResult<T> Ok(T value) => new(value, null);

    public static StepResult<T> Failed(StepFailure failure) => new(default, failure);
}

/// <summary>
/// Reads and writes <see cref="StepResult{T}"/>. Release 0.1 stored the bare value; that is read too, until no instance
/// of it is left.
/// </summary>
internal sealed class StepResultConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(StepResult<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Of<T> : JsonConverter<StepResult<T>>
    {
        private const string Ok = "ok";
        private const string Failure = "failure";

        public override bool HandleNull => true;

        public override StepResult<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var start = reader;
            if (
                reader.TokenType == JsonTokenType.StartObject
                && start.Read()
                && start.TokenType == JsonTokenType.PropertyName
            )
            {
                var (isOk, isFailure) = (start.ValueTextEquals(Ok), start.ValueTextEquals(Failure));
                if (isOk || isFailure)
                {
                    reader.Read();
                    reader.Read();
                    var result = isOk
                        ? StepResult<T>.Ok(JsonSerializer.Deserialize<T>(ref reader, options)!)
                        : StepResult<T>.Failed(JsonSerializer.Deserialize<StepFailure>(ref reader, options)!);
                    reader.Read();
                    return result;
                }
            }

            return StepResult<T>.Ok(JsonSerializer.Deserialize<T>(ref reader, options)!);
        }

        public override void Write(Utf8JsonWriter writer, StepResult<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(value.Failure is null ? Ok : Failure);
            if (value.Failure is { } failure)
                JsonSerializer.Serialize(writer, failure, options);
            else
                JsonSerializer.Serialize(writer, value.Value, options);
            writer.WriteEndObject();
        }
    }
}
