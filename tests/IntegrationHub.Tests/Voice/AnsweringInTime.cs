using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Voice;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Voice;

/// <summary>A back end that is slow or hangs, under a clock that stands still until it is told.</summary>
public sealed class AnsweringInTime
{
    private const string Step = "/voice/step?n=3";
    private static readonly PhoneSettings s_settings = new(new TwilioOptions(AuthToken: "12345", PublicUrl: "https://hub.example.se"), new Dictionary<string, string>(StringComparer.Ordinal), false);
    private readonly FakeTimeProvider _clock = new();
    private readonly TaskCompletionSource<Twiml> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InTime _soon;
    private int _begun;

    public AnsweringInTime() => _soon = new InTime(s_settings, new Running(), _clock);

    [Fact]
    public async Task What_is_done_soon_is_the_answer()
    {
        _work.SetResult(Twiml.Empty);
        Assert.Same(Twiml.Empty, await AskAsync());
    }

    [Fact]
    public async Task What_is_slow_is_waited_for_and_the_repeat_gets_its_result_without_doing_it_again()
    {
        var first = AskAsync();
        await LimitAsync();
        Assert.Equal(
            """<?xml version="1.0" encoding="utf-8"?><Response><Pause length="2" /><Redirect method="POST">https://hub.example.se/voice/step?n=3&amp;w=1</Redirect></Response>""",
            (await first).Xml);
        var again = AskAsync(1);
        _work.SetResult(Twiml.Empty);
        Assert.Same(Twiml.Empty, await again);
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task A_result_that_comes_between_two_questions_is_kept_for_the_next()
    {
        var first = AskAsync();
        await LimitAsync();
        await first;
        _work.SetResult(Twiml.Empty);
        Assert.Same(Twiml.Empty, await AskAsync(1));
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task What_fails_behind_fails_for_the_next_question_so_that_a_person_answers()
    {
        var first = AskAsync();
        await LimitAsync();
        await first;
        _work.SetException(new InvalidOperationException("the log"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(1));
    }

    [Fact]
    public async Task What_hangs_is_given_up_after_a_few_waits()
    {
        for (var waits = 0; waits < InTime.MostWaits; waits++)
        {
            var asked = AskAsync(waits);
            await LimitAsync();
            Assert.Contains($"w={waits + 1}", (await asked).Xml, StringComparison.Ordinal);
        }

        var last = AskAsync(InTime.MostWaits);
        await LimitAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => last);
        Assert.Equal(1, _begun);
    }

    [Fact]
    public async Task What_cannot_be_asked_for_again_is_given_up_at_once_and_goes_on_behind()
    {
        var only = AskAsync(null);
        await LimitAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => only);
        Assert.False(_work.Task.IsCompleted);
    }

    [Fact]
    public async Task Work_that_blocks_its_thread_is_waited_for_no_longer_than_other_work()
    {
        using var blocked = new ManualResetEventSlim();
        var first = _soon.AnswerAsync(Step, "CA1", 0, _ =>
        {
            Interlocked.Increment(ref _begun);
            blocked.Wait(TestContext.Current.CancellationToken);
            return Task.FromResult(Twiml.Empty);
        });
        await LimitAsync();
        Assert.Contains("<Pause", (await first).Xml, StringComparison.Ordinal);
        blocked.Set();
    }

    [Fact]
    public async Task Two_copies_at_once_are_one_piece_of_work_and_two_calls_are_two()
    {
        var copies = new[] { AskAsync(), AskAsync(), AskAsync(0, "CA2") };
        _work.SetResult(Twiml.Empty);
        await Task.WhenAll(copies);
        Assert.Equal(2, _begun);
    }

    private Task<Twiml> AskAsync(int? waits = 0, string call = "CA1") => _soon.AnswerAsync(Step, call, waits, _ =>
    {
        Interlocked.Increment(ref _begun);
        return _work.Task;
    });

    /// <summary>The work has begun and is not done when the time is up.</summary>
    private async Task LimitAsync()
    {
        while (Volatile.Read(ref _begun) == 0)
        {
            await Task.Yield();
        }

        _clock.Advance(InTime.Limit);
    }

    private sealed class Running : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
