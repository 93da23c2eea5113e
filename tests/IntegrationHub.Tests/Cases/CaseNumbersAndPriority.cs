using IntegrationHub.Core.Cases;

namespace IntegrationHub.Tests.Cases;

public sealed class CaseNumbersAndPriority
{
    [Fact]
    public void A_mistyped_digit_is_noticed()
    {
        var number = CaseNumber.FromSequence(17).Value;
        for (var i = 0; i < number.Length; i++)
        {
            var wrong = number[..i] + (char)('0' + ((number[i] - '0' + 1) % 10)) + number[(i + 1)..];
            Assert.False(CaseNumber.TryParse(wrong, out _));
        }
    }

    [Theory]
    [InlineData("1000 0016")]
    [InlineData("#10000016")]
    [InlineData("1000-0016")]
    public void A_number_is_read_as_people_write_it(string text)
    {
        Assert.True(CaseNumber.TryParse(text, out var number));
        Assert.Equal(CaseNumber.FromSequence(1), number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("10000017")]
    [InlineData("1000001６")]
    [InlineData("1000001600000000016")]
    public void What_is_no_number_is_refused(string text) => Assert.False(CaseNumber.TryParse(text, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData(8_987_654_321)]
    public void A_test_case_has_a_number_that_no_persons_case_is_given(long sequence)
    {
        var test = CaseNumber.ForTest(sequence);
        Assert.True(CaseNumber.TryParse(test.Value, out var read) && read.IsTest, test.Value);
        Assert.False(CaseNumber.FromSequence(sequence + 1).IsTest);
        Assert.NotEqual(test, CaseNumber.ForTest(sequence + 1));
    }

    [Fact]
    public void A_number_is_found_in_what_someone_says() =>
        Assert.Equal(CaseNumber.FromSequence(1), CaseNumber.FindIn("Jag ringer om ärende 1000 0016, det på plan 3."));

    [Theory]
    [InlineData(Effect.One, Urgency.Working, Circumstances.None, 4)]
    [InlineData(Effect.One, Urgency.Stopped, Circumstances.None, 3)]
    [InlineData(Effect.Group, Urgency.Stopped, Circumstances.None, 2)]
    [InlineData(Effect.Group, Urgency.Hindered, Circumstances.Lesson, 2)]
    [InlineData(Effect.One, Urgency.Stopped, Circumstances.NightCare, 2)]
    [InlineData(Effect.City, Urgency.Stopped, Circumstances.None, 1)]
    [InlineData(Effect.Site, Urgency.Stopped, Circumstances.None, 2)]
    public void Priority_follows_from_effect_and_urgency_alone(Effect effect, Urgency urgency, Circumstances circumstances, int priority) =>
        Assert.Equal(priority, PriorityRule.Of(effect, urgency, circumstances));
}
