using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Routing;

public sealed class ReadingTheEffect
{
    [Theory]
    [InlineData("min dator är trasig", Reach.One)]
    [InlineData("", Reach.One)]
    [InlineData("alla på avdelningen har samma fel", Reach.Group)]
    [InlineData("ingen kan logga in", Reach.Group)]
    [InlineData("several colleagues have the same problem", Reach.Group)]
    [InlineData("internet är borta på hela skolan", Reach.Site)]
    [InlineData("the whole building is offline", Reach.Site)]
    [InlineData("alla skolor i staden är utan nät", Reach.City)]
    public void The_widest_reach_that_is_said_counts(string text, Reach reach) => Assert.Equal(reach, EffectReader.Read(text).Reach);

    [Theory]
    [InlineData("jag kan inte arbeta alls", true)]
    [InlineData("nothing works", true)]
    [InlineData("ingen kan logga in", true)]
    [InlineData("hur beställer jag en mus", false)]
    public void Work_that_stands_still_is_seen(string text, bool cannotWork) => Assert.Equal(cannotWork, EffectReader.Read(text).CannotWork);

    [Theory]
    [InlineData("projektorn dog mitt i lektionen", true)]
    [InlineData("eleverna sitter och väntar", true)]
    [InlineData("my students are waiting", true)]
    [InlineData("en elev har glömt sitt lösenord", false)]
    public void A_class_that_waits_is_seen(string text, bool lesson) => Assert.Equal(lesson, EffectReader.Read(text).LessonGoingOn);

    [Theory]
    [InlineData("nattpersonalen på äldreboendet kommer inte in i journalen", true)]
    [InlineData("night staff at the nursing home cannot log in", true)]
    [InlineData("hemtjänsten kommer inte in", false)]
    [InlineData("jag jobbar natt på kontoret", false)]
    public void Care_at_night_is_seen(string text, bool careAtNight) => Assert.Equal(careAtNight, EffectReader.Read(text).CareAtNight);

    [Fact]
    public void Reasons_are_words_of_the_lexicon() =>
        Assert.Equal(["hela skolan", "eleverna sitter"], EffectReader.Read("hela skolan är utan nät och eleverna sitter här").Reasons);
}
