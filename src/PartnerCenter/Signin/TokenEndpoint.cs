using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using PartnerCenter.Wire;

namespace PartnerCenter.Signin;

internal sealed record Grant(string AccessToken, TimeSpan Lifetime);

/// <summary>
/// <c>POST {authority}/{tenant}/oauth2/token</c> in the documented form (C §2), for both grants. Spoken directly: the
/// identity library neither hands out the rotated refresh token, which has to go back into the vault, nor talks to an
/// authority without https.
/// </summary>
internal sealed partial class TokenEndpoint(
    PartnerProfile partner,
    IHttpClientFactory clients,
    ICredentialSource credentials,
    ApplicationProof proof,
    TimeProvider time,
    ILogger logger
)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Uri _address = new(
        $"{partner.Authority!.ToString().TrimEnd('/')}/{partner.TenantId}/oauth2/token"
    );

    public async Task<Grant> Ask(TokenKind kind, string operation, CancellationToken cancellation)
    {
        var refreshToken =
            kind == TokenKind.AppAndUser ? await Stored(partner.RefreshTokenName, operation, cancellation) : null;
        List<KeyValuePair<string, string>> form =
        [
            new("client_id", partner.ClientId),
            new("resource", partner.Resource),
        ];
        form.AddRange(
            refreshToken is null
                ? [new("grant_type", "client_credentials")]
                : [new("grant_type", "refresh_token"), new("refresh_token", refreshToken), new("scope", "openid")]
        );
        form.AddRange(await Proof(operation, cancellation));

        using var content = new FormUrlEncodedContent(form);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        Answer answer;
        try
        {
            answer = (
                await Transport.Exchange(
                    clients.CreateClient(PartnerCenterHttp.ClientName),
                    request,
                    Timeout,
                    time,
                    cancellation
                )
            ).Answer;
        }
        catch (ConnectionFailure failure)
        {
            throw new PartnerCenterException(
                Fault.Transient,
                operation,
                $"token authority: {failure.Message}",
                failure.InnerException
            );
        }
        var body = Object(answer.Body);
        if (answer.Status != 200 || Word(body, "access_token") is not { } access)
            throw Refused(answer, body, kind, operation);
        if (refreshToken is not null && Word(body, "refresh_token") is { } rotated && rotated != refreshToken)
            await Store(rotated, cancellation);
        var lifetime =
            double.TryParse(Word(body, "expires_in"), CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and < 1e6
                ? seconds
                : 3600;
        return new(access, TimeSpan.FromSeconds(lifetime));
    }

    private async ValueTask<string> Stored(string name, string operation, CancellationToken cancellation)
    {
        try
        {
            return await credentials.Get(name, cancellation);
        }
        catch (KeyNotFoundException exception)
        {
            throw new PartnerCenterException(
                Fault.Unauthorized,
                operation,
                $"nothing is stored under '{name}' (partner {partner.Name}): store the "
                    + (
                        name == partner.RefreshTokenName
                            ? "refresh token of a user who signed in with MFA there"
                            : "application's credential there"
                    ),
                exception
            );
        }
    }

    private async ValueTask<IReadOnlyList<KeyValuePair<string, string>>> Proof(
        string operation,
        CancellationToken cancellation
    )
    {
        try
        {
            return await proof.Fields(_address, cancellation);
        }
        catch (KeyNotFoundException)
        {
            await Stored(partner.CredentialName, operation, cancellation);
            throw;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            // Without the cause: its message may quote the key.
            throw new PartnerCenterException(
                Fault.Unauthorized,
                operation,
                $"what is stored under '{partner.CredentialName}' is not a certificate with its RSA private key "
                    + "(PEM, or base64 of a PFX without password)"
            );
        }
        catch (AuthenticationFailedException exception)
        {
            throw new PartnerCenterException(
                Fault.Unauthorized,
                operation,
                $"the managed identity of this host gave no token (partner {partner.Name}): assign it, and trust it "
                    + $"in application {partner.ClientId}",
                exception
            );
        }
    }

    private async Task Store(string rotated, CancellationToken cancellation)
    {
        try
        {
            await credentials.Set(partner.RefreshTokenName, rotated, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The token in hand works, and so does the stored one until it expires; failing the call would help nobody.
            logger.RefreshTokenNotStored(exception, partner.Name, partner.RefreshTokenName);
        }
    }

    private PartnerCenterException Refused(Answer answer, JsonObject? body, TokenKind kind, string operation)
    {
        if (answer.Status == 429)
            return new(Fault.Throttled, operation, "the token authority is throttling")
            {
                RetryAfter = answer.RetryAfter ?? TimeSpan.FromSeconds(30),
            };
        if (answer.Status is 200 or 408 or >= 500)
            return new(Fault.Transient, operation, $"the token authority gave no token (status {answer.Status})");
        var error = Word(body, "error") is { } word && ErrorWord().IsMatch(word) ? word : null;
        var number = Sts().Match(Word(body, "error_description") ?? "") is { Success: true } match ? match.Value : null;
        var advice = error switch
        {
            "invalid_grant" or "interaction_required" when kind == TokenKind.AppAndUser =>
                $"the refresh token stored under '{partner.RefreshTokenName}' is expired, revoked or without MFA: "
                    + "sign in again with MFA and store the new one",
            "invalid_client" or "unauthorized_client" =>
                $"the credential '{partner.CredentialName}' of application {partner.ClientId} is wrong or expired, "
                    + $"or the application is unknown in tenant {partner.TenantId}",
            "invalid_resource" =>
                $"the application has no permission for {partner.Resource}, or Partners:{partner.Name}:Cloud is wrong",
            _ => $"the token authority refused application {partner.ClientId} of tenant {partner.TenantId}: check "
                + $"Partners:{partner.Name}:Authority, TenantId, ClientId and CredentialName",
        };
        return new(Fault.Unauthorized, operation, string.Join(", ", new[] { advice, error, number }.OfType<string>()));
    }

    private static JsonObject? Object(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Word(JsonObject? body, string member)
    {
        try
        {
            return body?[member] is JsonValue value && value.ToString() is { Length: > 0 } text ? text : null;
        }
        // A member given twice, or text that is not text.
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z_]{1,60}$")]
    private static partial Regex ErrorWord();

    [GeneratedRegex(@"AADSTS\d{4,8}")]
    private static partial Regex Sts();
}
