using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Serialization;

namespace Onboarding.Messages;

/// <summary>
/// A text for people that is stored as a key and its arguments, so that each reader reads it in a language of the
/// <see cref="MessageCatalog"/>. It is written as an interpolated string: of <c>$"At most {longest} characters."</c>
/// the key is <c>At most {0} characters.</c>, which is its English form too.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(MessageJson))]
public sealed class Message : IEquatable<Message>
{
    private readonly List<object> _arguments;

    /// <summary>Begins a message; the compiler calls this, and appends its parts.</summary>
    public Message(int literalLength, int formattedCount) => (Key, _arguments) = ("", new(formattedCount));

    private Message(string key, IEnumerable<object> arguments) => (Key, _arguments) = (key, [.. arguments]);

    /// <summary>Gets the English text, with <c>{0}</c>, <c>{1}</c> and so on in the place of the arguments.</summary>
    public string Key { get; private set; }

    /// <summary>Gets the arguments: each a <see cref="string"/> or a <see cref="Message"/>.</summary>
    public IReadOnlyList<object> Arguments => _arguments;

    /// <summary>Makes a message of a text that has no translation, such as words of Microsoft.</summary>
    public static Message Verbatim(string text) => new(text, []);

    /// <summary>Makes one message of several, with a blank between them.</summary>
    public static Message Join(params IEnumerable<Message?> messages)
    {
        Message[] present = [.. messages.OfType<Message>()];
        return present.Length == 1
            ? present[0]
            : new(string.Join(' ', present.Select((_, index) => $"{{{index}}}")), present);
    }

    public void AppendLiteral(string text) => Key += text;

    public void AppendFormatted(Message message) => Append(message);

    /// <summary>Appends a value, as invariant text: dates and numbers look the same in every language.</summary>
    public void AppendFormatted<T>(T value, string? format = null) =>
        Append(
            value is IFormattable formattable
                ? formattable.ToString(format, CultureInfo.InvariantCulture)
                : value?.ToString() ?? ""
        );

    /// <summary>Gets the text in a language; in English where there is no translation.</summary>
    public string In(string language) =>
        Fill(
            MessageCatalog.Translate(Key, language),
            argument => argument is Message message ? message.In(language) : (string)argument
        );

    /// <summary>Applies a change of text to the key and to every argument.</summary>
    public Message Changed(Func<string, string> change) =>
        new(
            change(Key),
            _arguments.Select(argument =>
                argument is Message one ? (object)one.Changed(change) : change((string)argument)
            )
        );

    /// <summary>Gets the English text.</summary>
    public override string ToString() => In(MessageCatalog.English);

    public bool Equals(Message? other) =>
        other is not null && Key == other.Key && _arguments.SequenceEqual(other._arguments);

    public override bool Equals(object? obj) => Equals(obj as Message);

    public override int GetHashCode() => HashCode.Combine(Key, _arguments.Count);

    internal static Message Stored(string key, IEnumerable<object> arguments) => new(key, arguments);

    private void Append(object argument)
    {
        Key += string.Create(CultureInfo.InvariantCulture, $"{{{_arguments.Count}}}");
        _arguments.Add(argument);
    }

    // What is put in is never read as a place for something else.
    private string Fill(string text, Func<object, string> shown)
    {
        if (_arguments.Count == 0)
            return text;
        var filled = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length; at++)
        {
            var end = text[at] == '{' ? text.IndexOf('}', at) : -1;
            if (
                end > 0
                && int.TryParse(text.AsSpan(at + 1, end - at - 1), NumberStyles.None, null, out var index)
                && index < _arguments.Count
            )
            {
                filled.Append(shown(_arguments[index]));
                at = end;
            }
            else
                filled.Append(text[at]);
        }

        return filled.ToString();
    }
}
