using Onboarding.Azure;
using Onboarding.Azure.Tables;
using Onboarding.Drafts;
using Onboarding.Requests;
using OnboardingFunctions.Tests.Azurite;

namespace OnboardingFunctions.Tests.Tables;

/// <summary>Drafts too large for an entity: what is replaced or removed leaves nothing behind.</summary>
[Collection(AzuriteCollection.Name)]
public sealed class TableDraftsTests(AzuriteFixture azurite)
{
    private readonly string _prefix = $"t{Guid.NewGuid():n}";

    [AzuriteFact]
    public async Task Draft_TooLargeForAnEntity_TakesItsBlobsWithIt()
    {
        var drafts = new TableDrafts(azurite.NewStore(_prefix));
        var stored = await drafts.Add(Large('a'), default);
        Assert.Single(await Blobs());
        stored = (await drafts.Update(Large('b') with { ETag = stored.ETag }, default))!;
        Assert.Equal(
            Large('b').Content.Customer!.CompanyName,
            (await drafts.Get(stored.Id, default))!.Content.Customer!.CompanyName
        );
        Assert.Single(await Blobs());
        Assert.True(await drafts.Remove(stored, default));
        Assert.Empty(await Blobs());
    }

    [AzuriteFact]
    public async Task Update_ThatIsRefused_LeavesTheBodyThatStands()
    {
        var drafts = new TableDrafts(azurite.NewStore(_prefix));
        var first = await drafts.Add(Large('a'), default);
        await drafts.Update(Large('b') with { ETag = first.ETag }, default);
        Assert.Null(await drafts.Update(Large('c') with { ETag = first.ETag }, default));
        Assert.Single(await Blobs());
        Assert.False(await drafts.Remove(first, default));
        Assert.NotNull(await drafts.Get(first.Id, default));
    }

    private static Draft Large(char letter) =>
        new()
        {
            Id = new("dr-large"),
            Content = new OnboardingRequest
            {
                Reference = "CRM-1",
                Customer = new CustomerSection { CompanyName = new string(letter, 200_000) },
            },
            Version = 1,
            CreatedAt = TestRecords.Noon,
            CreatedBy = "gena",
            ChangedAt = TestRecords.Noon,
            ChangedBy = "gena",
            ExpiresAt = TestRecords.Noon.AddDays(30),
        };

    private async Task<IReadOnlyList<string>> Blobs()
    {
        var names = new List<string>();
        await foreach (
            var blob in AzureServices
                .EmulatedBlobs(azurite.ConnectionString)
                .GetBlobContainerClient(_prefix + TableNames.Bodies)
                .GetBlobsAsync()
        )
            names.Add(blob.Name);
        return names;
    }
}
