using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Onboarding;
using Onboarding.Durability;
using OnboardingFunctions.Durable;

namespace OnboardingFunctions.Tests.Durable;

/// <summary>What histories hold: every input and output of what is registered.</summary>
public sealed class PayloadTests
{
    // Above this a message goes to a blob, which costs a call more at every read.
    private const int MostBytes = 32 * 1024;
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

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
    public void Answer_Failure_KeepsAllItsDetails()
    {
        var details = new FailureDetails("partner-center.throttled", "slow \"down\"", Retryable: true, TimeSpan.FromSeconds(17));
        Assert.Equal(details, Assert.Throws<DurableFailureException>(() => Answer.Read<string>(Answer.Failed(details))).Details);
    }

    [Fact]
    public void Answer_NoResult_IsReadAsNone()
    {
        Assert.Null(Answer.Read<string?>(Answer.Done("null")));
        Assert.Equal(default, Answer.Read<Nothing>(Answer.Done("{}")));
    }

    private static void RoundTrip<T>(T value)
    {
        var call = DurableJson.Read<ActivityCall>(ActivityCall.Write("ob-1", value, Trace));
        var start = DurableJson.Read<OrchestrationStart>(OrchestrationStart.Write("1", value, Trace));
        var written = DurableJson.Write(value);
        Assert.Equal(written, DurableJson.Write(DurableJson.Read<T>(call.Input.GetRawText())));
        Assert.Equal(written, DurableJson.Write(DurableJson.Read<T>(start.Input.GetRawText())));
        Assert.Equal(written, DurableJson.Write(Answer.Read<T>(Answer.Done(written))));
        if (JsonNode.Parse(written) is JsonObject members) Assert.Equal(Members(value!.GetType()), members.Count);
    }

    private static void UnknownMember<T>(T value)
    {
        var written = JsonSerializer.SerializeToNode(value, DurableJson.Options);
        if (written is not JsonObject members) return;
        members["addedLater"] = new JsonObject { ["x"] = 1 };
        Assert.Equal(DurableJson.Write(value), DurableJson.Write(DurableJson.Read<T>(members.ToJsonString())));
    }

    private static void Size<T>(T value) => Assert.InRange(Encoding.UTF8.GetByteCount(JsonSerializer.Serialize(ActivityCall.Write("ob-1", value, Trace))), 1, MostBytes);

    // A polymorphic value has its kind as a member more.
    private static int Members(Type type) =>
        type.GetProperties().Count(property => property.GetIndexParameters().Length == 0 && property.CanRead && !property.IsDefined(typeof(System.Text.Json.Serialization.JsonIgnoreAttribute)) && property.GetMethod!.IsPublic && !property.GetMethod.IsStatic)
        + (type.BaseType!.IsDefined(typeof(System.Text.Json.Serialization.JsonPolymorphicAttribute)) ? 1 : 0);

    private static void Check(string name, string check)
    {
        var type = Payloads()[name];
        var method = typeof(PayloadTests).GetMethod(check, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(type);
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
        var registry = OnboardingServices.Registry();
        return registry.Activities.Values.Select(activity => activity.Implementation).Concat(registry.Orchestrations.Values.Select(orchestration => orchestration.Implementation))
            .SelectMany(implementation => implementation.BaseType!.GetGenericArguments())
            .Distinct()
            .ToDictionary(type => type.IsGenericType ? $"{type.Name} of {type.GetGenericArguments()[0].Name}" : type.Name);
    }
}
