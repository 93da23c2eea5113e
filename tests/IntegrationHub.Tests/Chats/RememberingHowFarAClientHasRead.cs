using IntegrationHub.Adapters.Chat.DirectLine;

namespace IntegrationHub.Tests.Chats;

public sealed class RememberingHowFarAClientHasRead
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+3")]
    [InlineData(" 3")]
    [InlineData("3.0")]
    [InlineData("seven")]
    [InlineData("8")]
    [InlineData("99999999999999999999999999")]
    public void What_the_hub_never_gave_means_from_the_start(string? watermark) => Assert.Equal(Watermark.Start, Watermark.Read(watermark, last: 7));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void What_it_gave_means_after_that(long revision) => Assert.Equal(revision, Watermark.Read(Watermark.Write(revision), last: 7));
}
