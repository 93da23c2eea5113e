using IntegrationHub.Adapters.Views;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Texts;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Notifications;

/// <summary>A carrier that answers as the test says, and keeps count.</summary>
public sealed class SendingATextOnce : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly TwilioOutcome s_taken = new TwilioOutcome.Taken("SM1");
    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-sms-");
    private readonly LiveView<StoppedNumber> _stopped;
    private readonly Queue<TwilioOutcome> _answers = new();
    private readonly List<string> _settled = [];
    private TwilioOutcome _found = new TwilioOutcome.NotThere();
    private int _sent;
    private int _asked;

    public SendingATextOnce() => _stopped = LiveView.Open(StoppedNumber.View, _folder.FullName);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _stopped.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_the_carrier_takes_is_settled_without_asking_first()
    {
        Assert.IsType<WorkDone>(await SendAsync(Sms(), Told(s_start), s_taken));
        Assert.Equal((1, 0), (_sent, _asked));
        Assert.Equal(["sent"], _settled);
    }

    [Fact]
    public async Task A_message_whose_answer_was_lost_is_found_and_not_sent_again()
    {
        var (sms, told) = (Sms(), Told(s_start));
        Assert.IsType<WorkFailed>(await SendAsync(sms, told, new TwilioOutcome.Unknown("lost")));
        _found = s_taken;
        Assert.IsType<WorkDone>(await SendAsync(sms, told));
        Assert.Equal((1, 1), (_sent, _asked));
        Assert.Equal(["sent"], _settled);
    }

    [Fact]
    public async Task A_message_that_the_carrier_never_took_is_sent_again()
    {
        var (sms, told) = (Sms(), Told(s_start));
        Assert.IsType<WorkFailed>(await SendAsync(sms, told, new TwilioOutcome.Unknown("lost")));
        Assert.IsType<WorkDone>(await SendAsync(sms, told, s_taken));
        Assert.Equal((2, 1), (_sent, _asked));
    }

    [Fact]
    public async Task While_the_carrier_cannot_be_asked_nothing_is_sent()
    {
        var (sms, told) = (Sms(), Told(s_start));
        await SendAsync(sms, told, new TwilioOutcome.Unknown("lost"));
        _found = new TwilioOutcome.Unknown("away");
        Assert.IsType<WorkFailed>(await SendAsync(sms, told));
        Assert.Equal(1, _sent);
        Assert.Empty(_settled);
    }

    [Fact]
    public async Task After_a_restart_the_carrier_is_asked_before_anything_is_sent()
    {
        _found = s_taken;
        Assert.IsType<WorkDone>(await SendAsync(Sms(), Told(s_start.AddMinutes(-1))));
        Assert.Equal((0, 1), (_sent, _asked));
        Assert.Equal(["sent"], _settled);
    }

    [Fact]
    public async Task A_throttled_message_waits_as_long_as_the_carrier_asks() => Assert.Equal(
        TimeSpan.FromSeconds(7), Assert.IsType<WorkFailed>(await SendAsync(Sms(), Told(s_start), new TwilioOutcome.TryLater(TimeSpan.FromSeconds(7)))).After);

    [Fact]
    public async Task A_number_that_takes_no_messages_is_settled_as_that()
    {
        Assert.IsType<WorkDone>(await SendAsync(Sms(), Told(s_start), new TwilioOutcome.Refused(21614, "not mobile")));
        Assert.Equal(["refused"], _settled);
    }

    [Fact]
    public async Task What_an_operator_can_mend_is_parked_and_sent_when_it_is_tried_again()
    {
        var (sms, told) = (Sms(), Told(s_start));
        Assert.IsType<WorkHopeless>(await SendAsync(sms, told, new TwilioOutcome.Refused(21606, "bad from")));
        Assert.Empty(_settled);
        Assert.IsType<WorkDone>(await SendAsync(sms, told, s_taken));
        Assert.Equal(["sent"], _settled);
    }

    private SmsOnce Sms() => new(
        new SmsCarrier(
            (_, _, _, _) =>
            {
                _sent++;
                return Task.FromResult(_answers.Dequeue());
            },
            (_, _, _, _) =>
            {
                _asked++;
                return Task.FromResult(_found);
            }),
        new StoppedNumbers(_stopped, new NoPersonKeys()), _clock);

    private Task<WorkResult> SendAsync(SmsOnce sms, RecordedEvent told, params TwilioOutcome[] answers)
    {
        Array.ForEach(answers, _answers.Enqueue);
        return sms.SendAsync(
            told, "+46701234567", "Hej",
            outcome =>
            {
                _settled.Add(outcome);
                return Task.CompletedTask;
            },
            Ct);
    }

    private static RecordedEvent Told(DateTimeOffset at) =>
        new("case-10000016", 0, new LogPosition(1), EventId.From("told"), "case-opened.v1", default, default, at);
}
