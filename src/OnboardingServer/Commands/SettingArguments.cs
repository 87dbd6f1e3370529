namespace OnboardingServer.Commands;

/// <summary>Separates configuration keys, which contain a colon, from the options of the commands.</summary>
internal sealed record SettingArguments(IReadOnlyDictionary<string, string?> Settings, IReadOnlyList<string> Rest)
{
    /// <returns>Null, and a line on stderr: a key has no value.</returns>
    public static SettingArguments? Split(string[] args)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var rest = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].Split('=', 2)[0];
            if (!name.StartsWith("--", StringComparison.Ordinal) || !name.Contains(':', StringComparison.Ordinal))
            {
                rest.Add(args[i]);
            }
            else if (args[i].Length > name.Length)
            {
                settings[name[2..]] = args[i][(name.Length + 1)..];
            }
            else if (i + 1 < args.Length)
            {
                settings[name[2..]] = args[++i];
            }
            else
            {
                Console.Error.WriteLine($"{name} has no value; expected {name}=VALUE.");
                return null;
            }
        }

        return new SettingArguments(settings, rest);
    }
}
