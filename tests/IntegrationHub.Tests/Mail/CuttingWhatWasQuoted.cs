using IntegrationHub.Core.Mail;

namespace IntegrationHub.Tests.Mail;

public sealed class CuttingWhatWasQuoted
{
    [Theory]
    [InlineData("JA\n\nDen tis 24 nov. 2026 kl 09:12 skrev Stadens it-stöd <it-stod@example.se>:\n> Fungerar det?\n> Svara JA", "JA")]
    [InlineData("JA\n\nDen tis 24 nov. 2026 kl 09:12 skrev Stadens it-stöd\n<it-stod@example.se>:\n> Fungerar det?", "JA")]
    [InlineData("Yes\n\nOn Tue, 24 Nov 2026 at 09:12, IT <it-stod@example.se> wrote:\n> Does it work?", "Yes")]
    [InlineData("Nej, den krånglar\r\n\r\nFrån: Stadens it-stöd <it-stod@example.se>\r\nSkickat: den 24 november 2026 09:12\r\nTill: Åsa Öst\r\nÄmne: Ärende 1000 0016\r\n\r\nFungerar det?", "Nej, den krånglar")]
    [InlineData("No\n\n-----Original Message-----\nFrom: IT", "No")]
    [InlineData("JA\n\n________________________________\nFrån: It\nSkickat: i dag\nTill: mig\nFungerar det?", "JA\n\n________________________________")]
    [InlineData("Hej!\nSkärmen är svart.\n\n-- \nÅsa Öst\nLärare, 070-123 45 67", "Hej!\nSkärmen är svart.")]
    [InlineData("Skärmen är svart.\n\nSkickat från min iPhone", "Skärmen är svart.")]
    [InlineData("Skärmen är svart.\n> gammalt\n> gammalt\n", "Skärmen är svart.")]
    public void Only_what_is_new_is_left(string text, string said) => Assert.Equal(said, MailText.New(text));

    [Theory]
    [InlineData("> Vilken skrivare?\nDen svarta på plan 3\n> Sedan när?\nI dag")]
    [InlineData("Från: kontoret kommer ljud\nDet har hållit på sedan i går")]
    [InlineData("Den skrivare som står i lärarrummet skrev ut fel:")]
    [InlineData("On the printer it says: error")]
    public void An_answer_between_the_lines_and_words_that_only_look_like_a_mark_stay(string text) => Assert.Equal(text, MailText.New(text));

    [Fact]
    public void When_nothing_would_be_left_nothing_is_cut()
    {
        const string Forwarded = "-----Ursprungligt meddelande-----\nFrån: Kim\nSkärmen är svart";
        Assert.Equal(Forwarded, MailText.New(Forwarded));
    }

    [Theory]
    [InlineData('-')]
    [InlineData('>')]
    [InlineData(' ')]
    [InlineData('D')]
    public void A_line_without_end_costs_nothing(char letter) => Assert.NotNull(MailText.New("Hej\n" + new string(letter, 150_000) + "\nDen " + new string('x', 150_000)));
}
