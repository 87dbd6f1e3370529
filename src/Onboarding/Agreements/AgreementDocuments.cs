using Onboarding.Progress;
using PartnerCenter;

namespace Onboarding.Agreements;

/// <summary>
/// The links to the text of the Microsoft Customer Agreement for a country. They are valid for five minutes and are
/// never stored (C §9.2).
/// </summary>
/// <param name="TemplateId">The template in force.</param>
/// <param name="DisplayUrl">Shows it.</param>
/// <param name="DownloadUrl">Downloads it.</param>
/// <param name="Language">
/// The language that is delivered: English when there is no text in the requested language.
/// </param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record AgreementReference(
    string TemplateId,
    string? DisplayUrl,
    string? DownloadUrl,
    string? Language,
    string? Country
);

/// <summary>The agreement's text as a file, to go with a letter.</summary>
internal sealed record AgreementFile(string Name, byte[] Content);

/// <summary>Finds the text of the agreement that the customer accepts, for the agent and for the customer.</summary>
internal sealed class AgreementDocuments(PartnerCenterClients partners, IHttpClientFactory http)
{
    public const string ClientName = "AgreementDocuments";

    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private const int LargestFile = 10 * 1024 * 1024;

    /// <returns>Null: the partner's cloud has no such agreement, or Partner Center offers no template.</returns>
    /// <exception cref="PartnerCenterConfigurationException">No such partner is configured.</exception>
    /// <exception cref="PartnerCenterException">Partner Center could not be asked.</exception>
    public Task<AgreementReference?> Find(
        string partner,
        string country,
        string? culture,
        CancellationToken cancellationToken
    ) => Find(partners.For(partner), country, culture, cancellationToken);

    /// <summary>
    /// Gets the file that goes with a letter; null when it cannot be had, which holds no letter up: the letter names
    /// a page too.
    /// </summary>
    public async Task<AgreementFile?> Download(OnboardingRecord record, CancellationToken cancellationToken)
    {
        if (record.Request.Customer.Address?.Country is not { } country)
            return null;
        try
        {
            var client = partners.For(record.Request.Partner, record.Batch);
            if (
                await Find(client, country, record.Request.Customer.Culture, cancellationToken)
                is not { DownloadUrl: { } url } found
            )
                return null;
            using var downloads = http.CreateClient(ClientName);
            downloads.MaxResponseContentBufferSize = LargestFile;
            return new(
                $"Microsoft Customer Agreement {found.Country} {found.Language}.pdf",
                await downloads.GetByteArrayAsync(new Uri(url), cancellationToken)
            );
        }
        catch (Exception unreachable)
            when (unreachable is PartnerCenterException or HttpRequestException or UriFormatException
                || (unreachable is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private static async Task<AgreementReference?> Find(
        PartnerCenterClient client,
        string country,
        string? culture,
        CancellationToken cancellationToken
    )
    {
        if (
            !client.Partner.Capabilities.Agreements
            || await ConfirmAgreementActivity.FindTemplate(client.Agreements, cancellationToken) is not { } template
        )
            return null;
        // Both are case-sensitive, and what there is none of falls back without a word.
        var document = await client.Agreements.TemplateDocument(
            template,
            culture ?? "en-US",
            country.ToUpperInvariant(),
            cancellationToken
        );
        return new(template, document.DisplayUri, document.DownloadUri, document.Language, document.Country);
    }
}
