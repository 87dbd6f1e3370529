using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Onboarding.Messages;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>Values with something in every member, so that a member that does not come back is seen.</summary>
internal static class Filled
{
    private static readonly Dictionary<Type, object> Known = new()
    {
        [typeof(string)] = "text \"quoted\" ü 密",
        [typeof(bool)] = true,
        [typeof(int)] = 7,
        [typeof(long)] = 7_000_000_000L,
        [typeof(decimal)] = 12.5m,
        [typeof(double)] = 0.25,
        [typeof(Guid)] = new Guid("484e548c-f5f3-4528-93a9-c16c6373cb59"),
        [typeof(DateTimeOffset)] = new DateTimeOffset(2026, 11, 20, 12, 0, 0, 123, TimeSpan.Zero),
        [typeof(DateOnly)] = new DateOnly(2026, 11, 20),
        [typeof(TimeSpan)] = TimeSpan.FromSeconds(90.5),
        [typeof(Message)] = Message.Join(
            $"Ended with {"text \"quoted\" ü 密"}.",
            (Message)$"What remains: {(Message)$"nothing"}"
        ),
        [typeof(Uri)] = new Uri("https://api.example/v1/x?y=1"),
    };

    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Known.TryGetValue(type, out var value))
            return value;
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsArray)
            return List(type.GetElementType()!, array: true);
        if (type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)))
            return List(type.GetGenericArguments()[0], array: false);
        if (type.IsAbstract)
            type = type.GetCustomAttributes<JsonDerivedTypeAttribute>().Last().DerivedType;
        var filled = RuntimeHelpers.GetUninitializedObject(type);
        for (var part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (
                var field in part.GetFields(
                    BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly
                )
            )
                field.SetValue(filled, Of(field.FieldType));
        }

        return filled;
    }

    private static Array List(Type item, bool array)
    {
        var list = Array.CreateInstance(item, array ? 2 : 1);
        for (var n = 0; n < list.Length; n++)
            list.SetValue(Of(item), n);
        return list;
    }
}
