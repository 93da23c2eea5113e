using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Tests.Orders;

public sealed class NumberingAnOrder
{
    [Fact]
    public void A_number_is_read_in_any_form_and_is_never_a_cases()
    {
        var number = OrderNumber.FromSequence(4711);
        Assert.True(OrderNumber.TryParse($" #{number.Spaced} ", out var read));
        Assert.Equal(number, read);
        Assert.False(CaseNumber.TryParse(number.Value, out _));
        Assert.False(OrderNumber.TryParse(CaseNumber.FromSequence(4711).Value, out _));
    }

    [Fact]
    public void A_digit_that_is_wrong_is_noticed()
    {
        var number = OrderNumber.FromSequence(1).Value;
        Assert.All(Enumerable.Range(1, 8), at => Assert.False(OrderNumber.TryParse(number[..at] + (char)('0' + ((number[at] - '0' + 1) % 10)) + number[(at + 1)..], out _)));
    }

    [Fact]
    public void Only_an_orders_stream_is_one()
    {
        Assert.True(OrderNumber.IsStream(OrderNumber.FromSequence(1).Stream, out _));
        Assert.False(OrderNumber.IsStream("order-numbers", out _));
        Assert.False(OrderNumber.IsStream("order-request-00", out _));
    }

    [Theory]
    [InlineData(1_250_000, "12\u00A0500,00 kr", "SEK 12,500.00")]
    [InlineData(-5, "−0,05 kr", "SEK -0.05")]
    public void Money_is_written_as_people_do(long minor, string sv, string en) =>
        Assert.Equal((sv, en), (new Money(minor).Shown(english: false), new Money(minor).Shown(english: true)));
}
