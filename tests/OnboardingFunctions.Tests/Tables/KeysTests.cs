using FsCheck;
using FsCheck.Xunit;
using Onboarding.Azure.Tables;

namespace OnboardingFunctions.Tests.Tables;

public sealed class KeysTests
{
    [Property]
    public void Part_AnyText_HoldsOnlyLettersThatKeysMayHold(NonNull<string> text) =>
        Assert.All(Keys.Part(text.Get), c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'));

    [Property]
    public bool Part_TwoTexts_AreTwoParts(NonNull<string> one, NonNull<string> other) =>
        // Unpaired surrogates are no text: they are all written as the replacement character.
        one.Get.Any(char.IsSurrogate)
        || other.Get.Any(char.IsSurrogate)
        || one.Get == other.Get
        || Keys.Part(one.Get) != Keys.Part(other.Get);

    [Property]
    public bool Descending_LaterTime_SortsFirst(DateTimeOffset one, DateTimeOffset other) =>
        Math.Sign(string.CompareOrdinal(Keys.Descending(one), Keys.Descending(other)))
        == Math.Sign(other.UtcTicks.CompareTo(one.UtcTicks));
}
