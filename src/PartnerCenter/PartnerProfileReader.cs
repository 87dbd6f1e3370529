using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PartnerCenter;

/// <summary>
/// Reads a section key by key, so that a wrong value is reported with its key and what was expected, and a misspelt key
/// at all.
/// </summary>
internal static class PartnerProfileReader
{
    private static readonly Dictionary<string, Action<PartnerProfile, Value>> Keys = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [nameof(PartnerProfile.BaseAddress)] = (profile, value) => profile.BaseAddress = value.Address(),
        [nameof(PartnerProfile.Authority)] = (profile, value) => profile.Authority = value.Address(),
        [nameof(PartnerProfile.TenantId)] = (profile, value) => profile.TenantId = value.Guid(),
        [nameof(PartnerProfile.Kind)] = (profile, value) => profile.Kind = value.OneOf<PartnerKind>(),
        [nameof(PartnerProfile.Cloud)] = (profile, value) => profile.Cloud = value.OneOf<PartnerCloud>(),
        [nameof(PartnerProfile.Environment)] = (profile, value) =>
            profile.Environment = value.OneOf<PartnerEnvironment>(),
        [nameof(PartnerProfile.MailDomains)] = (profile, value) => value.AddTo(profile.MailDomains),
        [nameof(PartnerProfile.ClientId)] = (profile, value) => profile.ClientId = value.Text,
        [nameof(PartnerProfile.CredentialName)] = (profile, value) => profile.CredentialName = value.Text,
        [nameof(PartnerProfile.Credential)] = (profile, value) =>
            profile.Credential = value.OneOf<ApplicationCredential>(),
        [nameof(PartnerProfile.ManagedIdentityClientId)] = (profile, value) =>
            profile.ManagedIdentityClientId = value.Text,
        [nameof(PartnerProfile.Agreements)] = (profile, value) => profile.Agreements = value.AnyOf<AgreementWays>(),
        [nameof(PartnerProfile.RequestTimeout)] = (profile, value) => profile.RequestTimeout = value.Duration(),
    };

    public static void Read(IConfigurationSection section, PartnerProfile profile)
    {
        profile.Name = section.Key;
        var wrong = new List<string>();
        foreach (var child in section.GetChildren())
        {
            if (!Keys.TryGetValue(child.Key, out var read))
                wrong.Add($"{child.Path} is not a known key; expected one of {string.Join(", ", Keys.Keys)}.");
            else if (child.Value is not "" || child.GetChildren().Any())
                read(profile, new(child, wrong));
        }
        if (wrong.Count > 0)
            throw new OptionsValidationException(section.Key, typeof(PartnerProfile), wrong);
    }

    private readonly record struct Value(IConfigurationSection Section, List<string> Wrong)
    {
        public string Text => Section.Value?.Trim() ?? "";

        public Guid Guid() => System.Guid.TryParse(Text, out var id) ? id : Expected<Guid>("a GUID");

        public Uri? Address() =>
            Uri.TryCreate(Text, UriKind.Absolute, out var address)
                ? address
                : Expected<Uri>("an absolute address such as https://host");

        public TimeSpan Duration() =>
            TimeSpan.TryParse(Text, CultureInfo.InvariantCulture, out var duration)
                ? duration
                : Expected<TimeSpan>("a duration such as 00:03:00");

        public T OneOf<T>()
            where T : struct, Enum =>
            Enum.GetNames<T>().Contains(Text, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse<T>(Text, true)
                : Expected<T>(string.Join(" or ", Enum.GetNames<T>()));

        /// <summary>Flags: one or several names with commas between them.</summary>
        public T AnyOf<T>()
            where T : struct, Enum
        {
            var names = Text.Split(',', StringSplitOptions.TrimEntries);
            return Array.TrueForAll(names, name => Enum.GetNames<T>().Contains(name, StringComparer.OrdinalIgnoreCase))
                ? Enum.Parse<T>(Text, true)
                : Expected<T>($"one or several, with commas, of {string.Join(", ", Enum.GetNames<T>())}");
        }

        /// <summary>
        /// A list (<c>:0</c>, <c>:1</c>), or one text with commas, which is what an environment variable can say.
        /// </summary>
        public void AddTo(IList<string> list)
        {
            foreach (
                var item in Section
                    .GetChildren()
                    .Select(child => child.Value ?? "")
                    .Concat(Text.Split(','))
                    .Select(item => item.Trim())
                    .Where(item => item.Length > 0)
            )
                list.Add(item);
        }

        private T? Expected<T>(string what)
        {
            Wrong.Add($"{Section.Path} is '{Text}'; expected {what}.");
            return default;
        }
    }
}
