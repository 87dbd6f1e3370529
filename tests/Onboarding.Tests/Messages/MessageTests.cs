using Onboarding.Messages;

namespace Onboarding.Tests.Messages;

public sealed class MessageTests
{
    [Fact]
    public void The_key_is_the_text_with_places_for_the_arguments()
    {
        Message message = $"At most {40} characters, found {"41"}.";

        Assert.Equal("At most {0} characters, found {1}.", message.Key);
        Assert.Equal(["40", "41"], message.Arguments);
        Assert.Equal("At most 40 characters, found 41.", message.ToString());
    }

    [Fact]
    public void Values_are_written_without_a_culture()
    {
        Message message =
            $"{1234.5m:N2} until {new DateTimeOffset(2026, 3, 1, 9, 5, 0, TimeSpan.Zero):yyyy-MM-dd HH:mm}";

        Assert.Equal("1,234.50 until 2026-03-01 09:05", message.ToString());
    }

    [Fact]
    public void A_message_within_a_message_is_translated_too()
    {
        Message inner = $"The customer qualifies.";
        Message outer = $"Rejected: {inner}";

        Assert.Equal("Rejected: The customer qualifies.", outer.ToString());
        Assert.DoesNotContain("qualifies", outer.In("de"), StringComparison.Ordinal);
        Assert.Equal(outer, DurableJson.Read<Message>(DurableJson.Write(outer)));
    }

    [Fact]
    public void It_is_stored_as_key_and_arguments()
    {
        Message message = $"Resumed by {"otto"} at {"cart"}.";

        Assert.Equal("""{"key":"Resumed by {0} at {1}.","arguments":["otto","cart"]}""", DurableJson.Write(message));
        Assert.Equal(message, DurableJson.Read<Message>(DurableJson.Write(message)));
    }

    [Fact]
    public void A_text_of_before_there_were_messages_is_shown_as_it_is()
    {
        var message = DurableJson.Read<Message>("\"Resumed by {0} at cart.\"");

        Assert.Equal("Resumed by {0} at cart.", message.ToString());
        Assert.Equal("Resumed by {0} at cart.", message.In("de"));
        Assert.Equal("\"Resumed by {0} at cart.\"", DurableJson.Write(message));
    }

    [Fact]
    public void What_is_put_in_is_no_place_for_something_else()
    {
        Message message = $"{"{1}"} and {"{0}"}";

        Assert.Equal("{1} and {0}", message.ToString());
    }

    [Fact]
    public void Several_messages_become_one()
    {
        var message = Message.Join($"Cancelled by {"otto"}.", null, $"The customer qualifies.");

        Assert.Equal("Cancelled by otto. The customer qualifies.", message.ToString());
    }

    [Theory]
    [InlineData("""{"arguments":[]}""")]
    [InlineData("""{"key":"a","arguments":"b"}""")]
    [InlineData("7")]
    public void What_is_no_message_is_refused(string json) =>
        Assert.Throws<System.Text.Json.JsonException>(() => DurableJson.Read<Message>(json));
}
