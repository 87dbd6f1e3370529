using System.Text.Json;
using System.Text.RegularExpressions;
using PartnerCenter.Wire;

namespace PartnerCenter.Signin;

/// <summary>
/// The tenants of the partner's cloud, whoever's they are: the token authority (C §2) publishes a configuration for
/// each, which anybody may read without a token. Partner Center itself knows the partner's own customers only.
/// </summary>
public sealed partial class TenantDirectory
{
    private const string OperationName = "Tenants.Find";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly PartnerProfile _partner;
    private readonly IHttpClientFactory _clients;
    private readonly TimeProvider _time;

    internal TenantDirectory(PartnerProfile partner, IHttpClientFactory clients, TimeProvider time) =>
        (_partner, _clients, _time) = (partner, clients, time);

    /// <summary>Finds the tenant that has an id or a verified domain. Source: C §2.</summary>
    /// <param name="idOrDomain">A tenant id, or a domain such as <c>contoso.com</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The tenant's id; null: no tenant has it.</returns>
    /// <exception cref="PartnerCenterException">Transient or Throttled: the authority did not answer.</exception>
    public async Task<Guid?> Find(string idOrDomain, CancellationToken cancellation = default)
    {
        var address =
            $"{_partner.Authority!.ToString().TrimEnd('/')}/{Uri.EscapeDataString(idOrDomain)}/v2.0/.well-known/openid-configuration";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        Answer answer;
        try
        {
            answer = (
                await Transport.Exchange(
                    _clients.CreateClient(PartnerCenterHttp.ClientName),
                    request,
                    Timeout,
                    _time,
                    cancellation
                )
            ).Answer;
        }
        catch (ConnectionFailure failure)
        {
            throw new PartnerCenterException(
                Fault.Transient,
                OperationName,
                $"token authority: {failure.Message}",
                failure.InnerException
            );
        }

        if (answer.Status == 429)
            throw new PartnerCenterException(Fault.Throttled, OperationName, "the token authority is throttling")
            {
                RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(30),
            };
        // 90002: no such tenant. 900021, 900023: neither an id nor a domain that a tenant could have.
        if (answer.Status == 400 && Unknown().IsMatch(Member(answer.Body, "error_description") ?? ""))
            return null;
        if (answer.Status == 200 && Id().Match(Member(answer.Body, "issuer") ?? "") is { Success: true } found)
            return Guid.Parse(found.Value);
        throw new PartnerCenterException(
            Fault.Transient,
            OperationName,
            $"the token authority did not tell whether the tenant exists (status {answer.Status})"
        )
        {
            Status = answer.Status,
        };
    }

    private static string? Member(byte[] body, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\bAADSTS(90002|900021|900023)\b")]
    private static partial Regex Unknown();

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Id();
}
