using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding;
using OnboardingFunctions.Tests.Replaying;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>What histories hold: every input and output of what is registered.</summary>
public sealed class PayloadTests
{
    // Above this a message goes to a blob, which costs a call more at every read.
    private const int MostBytes = 32 * 1024;

    public static TheoryData<string> Types => [.. Payloads().Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Payload_WithSomethingInEveryMember_ComesBackTheSame(string type) => Check(type, nameof(RoundTrip));

    [Theory]
    [MemberData(nameof(Types))]
    public void Payload_WithMembersOfANewerVersion_IsRead(string type) => Check(type, nameof(UnknownMember));

    [Theory]
    [MemberData(nameof(Types))]
    public void Payload_AsACall_FitsIntoAMessage(string type) => Check(type, nameof(Size));

    [Fact]
    public void Failure_KeepsAllItsDetails()
    {
        var details = new StepFailure(
            "partner-center.throttled",
            "slow \"down\"",
            Retryable: true,
            TimeSpan.FromSeconds(17)
        );
        var written = FunctionTable.Converter.Serialize(StepResult<string>.Failed(details));
        var read = FunctionTable.Converter.Deserialize<StepResult<string>>(written)!;
        Assert.Equal(details, Assert.Throws<StepFailedException>(() => read.Value).Failure);
    }

    [Fact]
    public void Result_WithoutAValue_IsReadAsNone()
    {
        Assert.Null(FunctionTable.Converter.Deserialize<StepResult<string?>>("""{"ok":null}""")!.Value);
        Assert.Equal(default, FunctionTable.Converter.Deserialize<StepResult<Nothing>>("""{"ok":{}}""")!.Value);
    }

    [Theory]
    // Release 0.1, embedded: the bare value.
    [InlineData("\"text\"", "text")]
    [InlineData("null", null)]
    // Release 0.1 on Azure: an answer in a JSON string.
    [InlineData("\"{\\\"ok\\\":\\\"text\\\"}\"", "text")]
    public void Result_AsRelease01StoredIt_IsRead(string stored, string? value) =>
        Assert.Equal(value, FunctionTable.Converter.Deserialize<StepResult<string?>>(stored)!.Value);

    [Theory]
    // The input of an orchestration, and of an activity that was under way when the app was replaced.
    [InlineData("""{"version":"5","input":{"id":"i"},"trace":null}""")]
    [InlineData("""{"instance":"i1","input":{"id":"i"},"trace":null}""")]
    public void Input_AsRelease01StoredIt_IsRead(string stored)
    {
        var read = FunctionTable.Converter.Deserialize<Dictionary<string, string>>(JsonSerializer.Serialize(stored))!;
        Assert.Equal(("id", "i"), (read.Single().Key, read.Single().Value));
    }

    [Theory]
    [InlineData("otto")]
    [InlineData("{\"a\":1}")]
    [InlineData("[otto]")]
    [InlineData("{otto")]
    public void Text_ThatLooksLikeJson_StaysTheText(string text) =>
        Assert.Equal(text, FunctionTable.Converter.Deserialize<string>(FunctionTable.Converter.Serialize(text)));

    private static void RoundTrip<T>(T value)
    {
        var written = DurableJson.Write(value);
        Assert.Equal(written, DurableJson.Write(FunctionTable.Converter.Deserialize<T>(written)));
        var result = FunctionTable.Converter.Serialize(StepResult<T>.Ok(value));
        Assert.Equal(written, DurableJson.Write(FunctionTable.Converter.Deserialize<StepResult<T>>(result)!.Value));
        if (JsonNode.Parse(written) is JsonObject members)
            Assert.Equal(Members(value!.GetType()), members.Count);
    }

    private static void UnknownMember<T>(T value)
    {
        var written = JsonSerializer.SerializeToNode(value, DurableJson.Options);
        if (written is not JsonObject members)
            return;
        members["addedLater"] = new JsonObject { ["x"] = 1 };
        Assert.Equal(DurableJson.Write(value), DurableJson.Write(DurableJson.Read<T>(members.ToJsonString())));
    }

    private static void Size<T>(T value) =>
        Assert.InRange(
            Encoding.UTF8.GetByteCount(FunctionTable.Converter.Serialize(StepResult<T>.Ok(value))!),
            1,
            MostBytes
        );

    // A polymorphic value has its kind as a member more.
    private static int Members(Type type) =>
        type.GetProperties()
            .Count(property =>
                property.GetIndexParameters().Length == 0
                && property.CanRead
                && !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute))
                && property.GetMethod!.IsPublic
                && !property.GetMethod.IsStatic
            ) + (type.BaseType!.IsDefined(typeof(System.Text.Json.Serialization.JsonPolymorphicAttribute)) ? 1 : 0);

    private static void Check(string name, string check)
    {
        var type = Payloads()[name];
        var method = typeof(PayloadTests)
            .GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(type);
        try
        {
            method.Invoke(null, [Filled.Of(type)]);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private static Dictionary<string, Type> Payloads()
    {
        var catalog = OnboardingServices.Tasks();
        return catalog
            .Activities.Values.Select(activity => activity.Implementation)
            .Concat(catalog.Orchestrators.Values.Select(orchestrator => orchestrator.Orchestrator.GetType()))
            .SelectMany(implementation => implementation.BaseType!.GetGenericArguments())
            .Distinct()
            .ToDictionary(type =>
                type.IsGenericType ? $"{type.Name} of {type.GetGenericArguments()[0].Name}" : type.Name
            );
    }
}
