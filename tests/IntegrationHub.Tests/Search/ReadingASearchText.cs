using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public sealed class ReadingASearchText
{
    [Theory]
    [InlineData("skrivare plan3", "skrivare plan3")]
    [InlineData("\"svart skärm\" -dator", "\"svart skärm\" -dator")]
    [InlineData("skriv* -\"ett två", "skriv* -\"ett två\"")]
    [InlineData("wi-fi e-post", "[wi fi] [e post]")]
    [InlineData("field:value", "[field value]")]
    [InlineData("rum 1000 0017 nu", "rum [1000 0017] nu")]
    [InlineData("#1000-0017", "[1000 0017]")]
    [InlineData("070 123 45 67", "[070 123 45 67]")]
    [InlineData("rum 12 34", "rum 12 34")]
    [InlineData("12345678 12345678", "12345678 12345678")]
    [InlineData("- skrivare", "skrivare")]
    [InlineData("a\"b c\"d", "a \"b c\" d")]
    [InlineData("", "")]
    public void It_becomes_words_phrases_beginnings_and_exclusions(string text, string parts) =>
        Assert.Equal(parts, string.Join(' ', FreeText.Parse(text).Parts.Select(Shown)));

    [Theory]
    [InlineData("(((", "no-word", "“(((” has no letters or digits and was left out.")]
    [InlineData("a*b?c~", "star", "“a*b?c~” was searched without its * and ?: a * may only end a word.")]
    [InlineData("*skrivare", "star", "“*skrivare” was searched without its * and ?: a * may only end a word.")]
    [InlineData("a*", "short-prefix", "“a*” was searched as whole words: at least 2 letters must stand before a *.")]
    [InlineData("a b c d e f g h i j k l m n o p q r", "too-many", "Only the first 16 words were searched for.")]
    public void What_is_left_out_is_told(string text, string code, string sentence)
    {
        var skip = Assert.Single(FreeText.Parse(text).Skipped);
        Assert.Equal((code, sentence), (skip.Code, skip.Sentence));
    }

    [Fact]
    public void A_long_text_is_read_to_a_limit()
    {
        var read = FreeText.Parse(new string('x', 10_000));
        Assert.Equal(FreeText.MaxWord, Assert.Single(Assert.Single(read.Parts).Words).Length);
        Assert.Equal("too-long", Assert.Single(read.Skipped).Code);
        Assert.True(FreeText.Parse(string.Join(' ', Enumerable.Repeat("((( *", 3_000))).Skipped.Count <= 10);
    }

    private static string Shown(FreeTextPart part) =>
        (part.Excluded ? "-" : "")
        + (part.Exact ? $"\"{string.Join(' ', part.Words)}\"" : part.Words.Count > 1 ? $"[{string.Join(' ', part.Words)}]" : part.Words[0])
        + (part.Prefix ? "*" : "");
}
