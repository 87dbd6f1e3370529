using System.Collections.Concurrent;
using FsCheck.Xunit;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Onboarding.Approvals;
using Onboarding.Customers;
using Onboarding.Quotes;

namespace Onboarding.Tests.Approvals;

public sealed class ApprovalLinksTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly OneApproval _approvals = new();
    private readonly ApprovalOptions _options = new()
    {
        People =
        {
            ["lena"] = new() { Identity = "lena@contoso.com", Groups = "finance" },
        },
    };
    private readonly ApprovalLinks _links;
    private readonly string _token;

    public ApprovalLinksTests()
    {
        _links = Over(new Vault());
        _token = Issue(_links);
    }

    [Fact]
    public async Task Read_ALinkOfOurs_IsItsPersonForItsApproval()
    {
        var good = Assert.IsType<LinkReading.Good>(await _links.Read(_token, default));

        Assert.Equal(("ob-1", "lena@contoso.com"), (good.Onboarding.Value, good.Approver.Name));
        Assert.Equal(["finance"], good.Approver.Groups);
    }

    [Property(MaxTest = 1000)]
    public bool Read_AnyText_IsNoLink(string? text) => _links.Read(text ?? "", default).Result is LinkReading.Invalid;

    [Property(MaxTest = 2000)]
    public bool Read_OneCharacterChanged_IsNoLinkOrTheSame(ushort at, char character)
    {
        var changed = $"{_token[..(at % _token.Length)]}{character}{_token[(at % _token.Length + 1)..]}";
        // The last character of a part holds bits that mean nothing.
        return _links.Read(changed, default).Result is LinkReading.Invalid || changed == _token || IsSameBytes(changed);
    }

    [Fact]
    public async Task Read_SignedWithAnotherKey_IsNoLink() =>
        Assert.IsType<LinkReading.Invalid>(await _links.Read(Issue(Over(new Vault())), default));

    [Fact]
    public async Task Read_APersonWhoIsNoApproverAnyMore_IsNoLink()
    {
        _options.People.Clear();

        Assert.IsType<LinkReading.Invalid>(await _links.Read(_token, default));
    }

    [Fact]
    public async Task Read_AnotherVersionOrDecided_IsSpent()
    {
        _approvals.Value = OneApproval.New with { Version = "v2" };
        Assert.IsType<LinkReading.Spent>(await _links.Read(_token, default));

        _approvals.Value = OneApproval.New with { Decisions = [new("LENA@contoso.com", Noon, Verdict.Approve, null)] };
        Assert.IsType<LinkReading.Spent>(await _links.Read(_token, default));
    }

    [Fact]
    public async Task Read_AfterItsLifetime_IsSpent()
    {
        _clock.Advance(_options.LinkLifetime - TimeSpan.FromSeconds(1));
        Assert.IsType<LinkReading.Good>(await _links.Read(_token, default));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<LinkReading.Spent>(await _links.Read(_token, default));
    }

    [Fact]
    public async Task Issue_AnApprovalThatEndsSooner_EndsWithIt()
    {
        _approvals.Value = OneApproval.New with { ExpiresAt = Noon.AddHours(1) };
        var token = Issue(_links);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.IsType<LinkReading.Spent>(await _links.Read(token, default));
    }

    [Fact]
    public async Task Issue_TwoHostsAtOnce_SignWithTheSameKey()
    {
        var vault = new Vault();

        Assert.IsType<LinkReading.Good>(await Over(vault).Read(Issue(Over(vault)), default));
    }

    private ApprovalLinks Over(ISecretVault vault) =>
        new(vault, _approvals, new(Options.Create(_options)), Options.Create(_options), _clock);

    private string Issue(ApprovalLinks links)
    {
        var link = links.Issue(new("https://onboarding.example/"), _approvals.Value, "lena", default).Result;
        Assert.Equal("", link.Query);
        return link.Fragment[(link.Fragment.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    private bool IsSameBytes(string changed)
    {
        var (one, other) = (changed.Split('.'), _token.Split('.'));
        return one.Length == 2 && one.Zip(other).All(pair => Bytes(pair.First).SequenceEqual(Bytes(pair.Second)));

        static byte[] Bytes(string part) => System.Buffers.Text.Base64Url.DecodeFromChars(part);
    }

    private sealed class OneApproval : IApprovals
    {
        public static Approval New { get; } =
            new()
            {
                Onboarding = new("ob-1"),
                Partner = "default",
                Reference = "CRM-1",
                Version = "v1",
                RequestedAt = Noon,
                SubmittedBy = "gena",
                Rule = "every",
                Reasons = [],
                Needed = 1,
                By = ["role:Approver"],
                FourEyes = true,
                Price = Quote.Empty,
                Findings = [],
                ExpiresAt = Noon.AddDays(14),
            };

        public Approval Value { get; set; } = New;

        public Task<Approval?> Get(OnboardingId onboarding, CancellationToken cancellationToken) =>
            Task.FromResult(onboarding == Value.Onboarding ? Value : null);

        public Task<Approval> Add(Approval approval, CancellationToken cancellationToken) => Task.FromResult(Value);

        public Task<bool> Remove(Approval approval, CancellationToken cancellationToken) => Task.FromResult(false);

        public Task<Approval?> Update(Approval approval, CancellationToken cancellationToken) =>
            Task.FromResult<Approval?>(null);

        public Task<ApprovalPage> List(
            ApprovalState? state,
            int limit,
            string? continuation,
            CancellationToken cancellationToken
        ) => Task.FromResult(new ApprovalPage([Value], null));

        public Task<IReadOnlyList<Approval>> WithUnreadEntries(int most, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Approval>>([]);
    }

    private sealed class Vault : ISecretVault
    {
        private readonly ConcurrentDictionary<string, string> _secrets = new();

        public Task Set(string name, string value, CancellationToken cancellationToken)
        {
            _secrets[name] = value;
            return Task.CompletedTask;
        }

        public Task<string?> Find(string name, CancellationToken cancellationToken) =>
            Task.FromResult(_secrets.GetValueOrDefault(name));

        public Task Delete(string name, CancellationToken cancellationToken)
        {
            _secrets.TryRemove(name, out _);
            return Task.CompletedTask;
        }
    }
}
