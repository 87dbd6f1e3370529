using System.Text;

namespace Onboarding.Tests.Validation;

/// <summary>
/// Writes texts that match a pattern: literals, classes, groups, alternatives and counted repeats, which is all that
/// the patterns of countries are made of.
/// </summary>
internal sealed class PatternText
{
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private readonly string _pattern;
    private readonly Random _random;
    private int _at;

    private PatternText(string pattern, Random random) => (_pattern, _random) = (pattern, random);

    public static string Write(string pattern, Random random) =>
        new PatternText(pattern.TrimStart('^').TrimEnd('$'), random).Alternatives();

    private string Alternatives()
    {
        var choices = new List<string> { Sequence() };
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _at++;
            choices.Add(Sequence());
        }

        return choices[_random.Next(choices.Count)];
    }

    private string Sequence()
    {
        var text = new StringBuilder();
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')'))
        {
            var start = _at;
            _ = Atom();
            var end = _at;
            var (least, most) = Repeat();
            var after = _at;
            for (var times = _random.Next(least, most + 1); times > 0; times--)
            {
                _at = start;
                text.Append(Atom());
                Assert.Equal(end, _at);
            }

            _at = after;
        }

        return text.ToString();
    }

    private string Atom()
    {
        var sign = _pattern[_at++];
        switch (sign)
        {
            case '(':
                var inner = Alternatives();
                _at++;
                return inner;
            case '[':
                return One(Class());
            case '\\':
                return One(Escaped());
            default:
                return $"{sign}";
        }
    }

    private string Escaped() =>
        _pattern[_at++] switch
        {
            'd' => "0123456789",
            's' => " ",
            var literal => $"{literal}",
        };

    private string Class()
    {
        var all = new StringBuilder();
        while (_pattern[_at] != ']')
        {
            if (_pattern[_at] == '\\')
            {
                _at++;
                all.Append(Escaped());
            }
            else if (_pattern[_at + 1] == '-' && _pattern[_at + 2] != ']')
            {
                for (var sign = _pattern[_at]; sign <= _pattern[_at + 2]; sign++)
                    all.Append(sign);
                _at += 3;
            }
            else
            {
                all.Append(_pattern[_at++]);
            }
        }

        _at++;
        // Capitals where the pattern leaves the case open.
        return all.ToString().Contains(Upper, StringComparison.Ordinal)
            ? new([.. all.ToString().Where(sign => !char.IsAsciiLetterLower(sign))])
            : all.ToString();
    }

    private (int Least, int Most) Repeat()
    {
        if (_at == _pattern.Length)
            return (1, 1);
        switch (_pattern[_at])
        {
            case '?':
                _at++;
                return (0, 1);
            case '{':
                var end = _pattern.IndexOf('}', _at);
                var counts = _pattern[(_at + 1)..end].Split(',').Select(int.Parse).ToArray();
                _at = end + 1;
                return (counts[0], counts[^1]);
            default:
                return (1, 1);
        }
    }

    private string One(string choices) => $"{choices[_random.Next(choices.Length)]}";
}
