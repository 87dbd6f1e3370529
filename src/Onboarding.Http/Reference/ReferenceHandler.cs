using Microsoft.AspNetCore.Http;
using Onboarding.Http.Problems;
using Onboarding.Reference;

namespace Onboarding.Http.Reference;

public sealed record ResellerList(IReadOnlyList<ResellerReference> Items);

public sealed record PartnerList(IReadOnlyList<PartnerReference> Items);

/// <summary>Answers the reference data that a person needs to fill in a request.</summary>
public sealed class ReferenceHandler(ReferenceData reference)
{
    private const string DefaultPartner = "default";

    public Task<IResult> Partners() => Task.FromResult(Answer(new PartnerList(reference.Partners())));

    public async Task<IResult> Country(string iso2, string? partner, CancellationToken cancellationToken) =>
        Answer(
            await reference.Country(partner ?? DefaultPartner, CountryCode("iso2", iso2), cancellationToken)
                ?? throw UnknownCountry()
        );

    public async Task<IResult> Resellers(string? partner, CancellationToken cancellationToken) =>
        Answer(new ResellerList(await reference.Resellers(partner ?? DefaultPartner, cancellationToken)));

    public async Task<IResult> Offers(
        string country,
        string? text,
        string? continuation,
        string? partner,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return Answer(
                await reference.Offers(
                    partner ?? DefaultPartner,
                    CountryCode("country", country),
                    text,
                    continuation,
                    cancellationToken
                ) ?? throw UnknownCountry()
            );
        }
        catch (FormatException)
        {
            throw new ProblemException(
                KnownProblems.InvalidParameter("continuation", "expected the continuation of the page before.")
            );
        }
    }

    public async Task<IResult> Domain(string prefix, string? partner, CancellationToken cancellationToken) =>
        Answer(await reference.Domain(partner ?? DefaultPartner, prefix, cancellationToken));

    public async Task<IResult> Agreement(
        string country,
        string? culture,
        string? partner,
        CancellationToken cancellationToken
    ) =>
        Answer(
            await reference.Agreement(
                partner ?? DefaultPartner,
                CountryCode("country", country),
                culture,
                cancellationToken
            )
                ?? throw new ProblemException(
                    KnownProblems.NotFound("There is no Microsoft Customer Agreement for this partner.")
                )
        );

    private static ProblemException UnknownCountry() =>
        new(KnownProblems.NotFound("Partner Center knows no such country."));

    private static string CountryCode(string parameter, string text) =>
        text.Length == 2 && text.All(char.IsAsciiLetter)
            ? text.ToUpperInvariant()
            : throw new ProblemException(
                KnownProblems.InvalidParameter(parameter, "expected an ISO 3166-1 alpha-2 code such as DE.")
            );

    private static IResult Answer<T>(T answer) => Results.Json(answer, ApiJson.Options);
}
