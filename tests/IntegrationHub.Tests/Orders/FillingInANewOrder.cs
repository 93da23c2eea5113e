using IntegrationHub.Host.Pages.Orders;

namespace IntegrationHub.Tests.Orders;

public sealed class FillingInANewOrder
{
    [Theory]
    [InlineData("Nils-Erik O'Hara Ny")]
    [InlineData("Åsa Öst")]
    public void What_is_written_as_a_name_is_somebody_new(string text)
    {
        var (person, name) = For(text);
        Assert.Equal((null, text), (person, name));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada@exampel.se")]
    [InlineData("ab12345")]
    [InlineData("070-174 06 05")]
    public void A_user_name_or_an_address_that_nobody_has_is_told_and_not_taken_for_a_name(string text)
    {
        var (person, name) = For(text);
        Assert.Equal((text, null), (person, name));
    }

    [Fact]
    public void Whom_the_directory_knows_is_who_is_meant_however_it_is_written() => Assert.Equal(("Åsa Öst", null), For("Åsa Öst", known: true));

    private static (string? Person, string? Name) For(string text, bool known = false)
    {
        var order = new NewOrderForm { What = ["a:WP-MOUSE"], Many = ["1"], For = text }.ToOrder("sv", _ => known);
        var who = Assert.Single(Assert.Single(order.Lines!).Recipients!);
        return (who.Person, who.Name);
    }
}
