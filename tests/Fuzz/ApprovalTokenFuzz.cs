using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Onboarding.Approvals;
using Onboarding.Quotes;
using OnboardingServer.Changes;
using OnboardingServer.Storage;

namespace Fuzz;

public sealed class ApprovalTokenFuzz : IDisposable
{
    private readonly TestHub _hub = new();
    private readonly ApprovalLinks _links;
    private readonly string _token;
    private readonly byte[] _key;

    public ApprovalTokenFuzz()
    {
        var clock = FuzzedServices.Clock;
        var approvals = new SqliteApprovals(new ToldFile(_hub.File, new ChangeSignal()));
        var vault = new EncryptedFileVault(_hub.File, Options.Create(new VaultOptions()));
        var options = Options.Create(
            new ApprovalOptions
            {
                People =
                {
                    ["lena"] = new() { Identity = "lena@contoso.com", Groups = "finance" },
                },
            }
        );
        var approval = approvals
            .Add(
                new Approval
                {
                    Onboarding = new("ob-1"),
                    Partner = "default",
                    Reference = "CRM-1",
                    Version = "v1",
                    RequestedAt = clock.GetUtcNow(),
                    SubmittedBy = "gena",
                    Rule = "every",
                    Reasons = [],
                    Needed = 1,
                    By = ["role:Approver"],
                    FourEyes = true,
                    Price = Quote.Empty,
                    Findings = [],
                    ExpiresAt = clock.GetUtcNow().AddDays(14),
                },
                default
            )
            .GetAwaiter()
            .GetResult();
        _links = new(vault, approvals, new(options), options, clock);
        var link = _links.Issue(new("https://onboarding.example/"), approval, "lena", default).GetAwaiter().GetResult();
        _token = link.Fragment[(link.Fragment.IndexOf('/', StringComparison.Ordinal) + 1)..];
        _key = Convert.FromBase64String(vault.Find(options.Value.LinkKeyName, default).GetAwaiter().GetResult()!);
    }

    public void Dispose() => _hub.Dispose();

    [Fact]
    public void A_token_that_was_changed_lets_nobody_in() =>
        Fuzzing.Try(
            Edit.Few,
            20_000,
            edits =>
            {
                var changed = Edit.Apply(_token, edits);

                var reading = _links.Read(changed, default).GetAwaiter().GetResult();

                if (reading is not LinkReading.Invalid)
                    Assert.Equal(Bytes(_token), Bytes(changed));
            }
        );

    // A token that we signed and that says something else: of another version, or of a program that we do not know.
    [Fact]
    public void Claims_of_any_form_that_are_signed_are_read_or_refused() =>
        Fuzzing.Try(
            Edit.Few,
            10_000,
            edits =>
            {
                var claims = Edit.Apply(Base64Url.DecodeFromChars(_token.Split('.')[0]), edits);
                var token =
                    $"{Base64Url.EncodeToString(claims)}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, claims))}";

                Assert.NotNull(_links.Read(token, default).GetAwaiter().GetResult());
            }
        );

    private static IEnumerable<byte[]> Bytes(string token) =>
        token.Split('.').Select(part => Base64Url.DecodeFromChars(part));
}
