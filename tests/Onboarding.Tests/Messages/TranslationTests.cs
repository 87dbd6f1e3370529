using System.Text.Json;
using System.Text.RegularExpressions;
using Onboarding.Http.Onboardings;
using Onboarding.Messages;
using Onboarding.Tests.Conventions;

namespace Onboarding.Tests.Messages;

/// <summary>Tests that each language has a translation of each text, and none of a text that is gone.</summary>
public sealed partial class TranslationTests
{
    private static readonly IReadOnlyDictionary<string, string> InSources = SourceMessages.Read();

    /// <summary>The texts of the page, which <c>.ci/build-page</c> writes.</summary>
    private static readonly string[] InPage = JsonSerializer.Deserialize<string[]>(
        File.ReadAllText(Path.Combine(SourceTree.Root, "src", "Onboarding.Http", "page-messages.json"))
    )!;

    public static TheoryData<string> Languages =>
        [.. MessageCatalog.Languages.Where(language => language != MessageCatalog.English)];

    [Fact]
    public void The_texts_of_sources_and_page_are_found()
    {
        Assert.True(InSources.Count > 150, $"{InSources.Count} texts in the sources");
        Assert.True(InPage.Length > 500, $"{InPage.Length} texts in the page");
        Assert.Contains("At most {0} characters, found {1}.", InSources);
        Assert.Contains("Submitted", InPage);
    }

    [Fact]
    public void The_languages_are_those_of_the_letters_to_customers() =>
        Assert.Equal(["en", "de", "es", "fr", "it", "ja"], MessageCatalog.Languages);

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_text_is_translated(string language)
    {
        var translations = Translations(language);
        None(
            InSources
                .Concat(InPage.Select(text => KeyValuePair.Create(text, "the page")))
                .Where(text => !translations.ContainsKey(text.Key))
                .Select(text => $"{text.Value}: {text.Key}")
        );
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_translation_is_of_a_text_that_is_used(string language) =>
        None((Translations(language).Keys.Except(InSources.Keys).Except(InPage, StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_translation_has_the_places_of_its_text(string language) =>
        None(
            (
                from translation in Translations(language)
                where
                    !Places(translation.Key).SequenceEqual(Places(translation.Value)) || translation.Value.Trim() == ""
                select $"{translation.Key}: {translation.Value}"
            )
        );

    [Fact]
    public void A_text_that_is_told_in_two_tenses_is_one_that_a_step_writes() =>
        Assert.Empty(StepTexts.Keys.Except(InSources.Keys, StringComparer.Ordinal));

    private static Dictionary<string, string> Translations(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(
            File.ReadAllText(Path.Combine(SourceTree.Root, "src", "Onboarding", "Messages", $"{language}.json"))
        )!;

    private static void None(IEnumerable<string> lines) => Assert.True(!lines.Any(), string.Join('\n', lines));

    private static IEnumerable<string> Places(string text) =>
        Place().Matches(text).Select(place => place.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Place();
}
