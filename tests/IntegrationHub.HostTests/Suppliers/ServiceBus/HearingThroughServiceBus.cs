using System.Collections.Concurrent;
using System.Globalization;
using Amqp;
using Amqp.Framing;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>The hub takes a supplier's messages from Azure Service Bus.</summary>
public sealed class HearingThroughServiceBus : IAsyncDisposable
{
    private const string Out = "workplace-out";
    private readonly ServiceBusStandIn _bus = new ServiceBusStandIn().Start();
    private readonly ConcurrentQueue<string> _taken = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_of_a_case_keep_their_order_through_failures_and_in_sessions_through_ended_links_and_a_restart(bool sessions)
    {
        const int Count = 120;
        var queue = _bus.Queue(Out, new EntityPlan(Sessions: sessions));
        await PutAsync(queue, Count);
        var seen = new ConcurrentDictionary<string, ConcurrentQueue<int>>(StringComparer.Ordinal);
        var failed = new ConcurrentDictionary<int, bool>();
        await using var receiving = new Receiving(Receiver(), message =>
        {
            var number = int.Parse(AmqpReading.Id(message)!, CultureInfo.InvariantCulture);
            if (number % 40 == 20 && failed.TryAdd(number, true))
            {
                return new Taking.NotNow(HubAway: false);
            }

            seen.GetOrAdd(message.Properties.GroupId, _ => new ConcurrentQueue<int>()).Enqueue(number);
            return new Taking.Taken();
        });
        int Distinct() => seen.Values.Sum(group => group.Distinct().Count());
        await UntilAsync(() => Distinct() > Count / 3);
        if (sessions) // Without them, what was on its way is locked for a while, and what is behind it comes first.
        {
            await _bus.DetachAllAsync();
            await UntilAsync(() => Distinct() > Count / 2);
            _bus.Kill();
            _bus.Start();
        }

        await UntilAsync(() => Distinct() == Count);
        await UntilAsync(() => queue.Count == 0);
        Assert.Equal(3, failed.Count);
        Assert.All(seen.Values, group => Assert.Equal(group.Distinct().Order(), group.Distinct()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_takes_longer_than_the_lock_is_renewed_and_done_once(bool sessions)
    {
        var queue = _bus.Queue(Out, new EntityPlan(Sessions: sessions, Lock: TimeSpan.FromSeconds(3)));
        await PutAsync(queue, 1);
        await using var receiving = new Receiving(Receiver(), async (message, ct) =>
        {
            _taken.Enqueue(AmqpReading.Id(message)!);
            await UntilAsync(() => _bus.LocksRenewed >= 3); // One and a half seconds each: longer than the lock.
            return new Taking.Taken();
        });
        await UntilAsync(() => queue.Count == 0);
        Assert.Equal(("0", "completed", 0), (Assert.Single(_taken), Assert.Single(queue.Settled).How, _bus.LostLocks));
    }

    [Fact]
    public async Task While_the_hub_is_away_a_message_is_kept_and_nothing_counts_against_it()
    {
        var queue = _bus.Queue(Out, new EntityPlan(MostDeliveries: 2, Lock: TimeSpan.FromSeconds(3)));
        await PutAsync(queue, 1);
        var tries = 0;
        await using var receiving = new Receiving(Receiver(), message => Interlocked.Increment(ref tries) < 5 ? new Taking.NotNow(HubAway: true) : new Taking.Taken());
        await UntilAsync(() => queue.Count == 0);
        Assert.Equal((5, "completed"), (tries, Assert.Single(queue.Settled).How));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_fails_ten_times_is_dead_lettered_with_the_reason_also_when_the_hub_is_started_anew_in_between(bool sessions)
    {
        var queue = _bus.Queue(Out, new EntityPlan(Sessions: sessions, MostDeliveries: 100));
        await PutAsync(queue, 1);
        var tries = 0;
        Taking Fail(Message message)
        {
            Interlocked.Increment(ref tries);
            return new Taking.NotNow(HubAway: false);
        }

        await using (new Receiving(Receiver(), message => tries < 4 ? Fail(message) : new Taking.NotNow(HubAway: true)))
        {
            await UntilAsync(() => tries == 4);
        }

        await using var receiving = new Receiving(Receiver(), Fail); // It remembers nothing; the bus does.
        var letter = await LetterAsync(queue);
        Assert.Equal("hub-failed", letter["DeadLetterReason"]);
        Assert.InRange(tries, AmqpReceiver.MostTries - 2, AmqpReceiver.MostTries); // What was on its way to the hub when it stopped, or came again to be given back, are some that failed, too.
        Assert.Equal("dead-lettered: hub-failed", Assert.Single(queue.Settled).How);
    }

    [Fact]
    public async Task Clients_that_leave_while_they_attach_leave_no_session_locked()
    {
        var queue = _bus.Queue(Out, new EntityPlan(Sessions: true, Lock: TimeSpan.FromHours(1)));
        await PutAsync(queue, 1);
        for (var i = 0; i < 100; i++)
        {
            var leaves = await new ConnectionFactory().CreateAsync(new Address($"amqp://{ServiceBusStandIn.Rule}:{ServiceBusStandIn.Key}@127.0.0.1:{_bus.Port}"));
            _ = new ReceiverLink(new Session(leaves), "leaves", new Source { Address = Out, FilterSet = new Amqp.Types.Map { [new Amqp.Types.Symbol("com.microsoft:session-filter")] = null } }, null);
            leaves.Close(TimeSpan.Zero, null);
        }

        await using var receiving = new Receiving(Receiver(), _ => new Taking.Taken());
        await UntilAsync(() => queue.Count == 0);
    }

    [Fact]
    public async Task A_bus_that_forgets_its_count_does_not_keep_a_message_for_ever()
    {
        var queue = _bus.Queue(Out, new EntityPlan(MostDeliveries: 100));
        await PutAsync(queue, 1);
        var tries = 0;
        await using var receiving = new Receiving(Receiver(), message =>
        {
            message.Header = null;
            Interlocked.Increment(ref tries);
            return new Taking.NotNow(HubAway: false);
        });
        await LetterAsync(queue);
        Assert.Equal(AmqpReceiver.MostTries, tries);
    }

    [Fact]
    public async Task What_is_malformed_is_dead_lettered_at_once_and_the_reason_names_the_fault()
    {
        var queue = _bus.Queue(Out, new EntityPlan());
        await _bus.DoAsync(() => queue.Enqueue(new Message { Properties = new Properties { MessageId = "5" }, BodySection = new AmqpValue { Value = 7 } }));
        await using var receiving = new Receiving(Receiver(), message => AmqpReading.Read(message, Supplier, TimeProvider.System.GetUtcNow()) is Unreadable no
            ? new Taking.Invalid(no.Code, string.Join(' ', no.Faults)) : new Taking.Taken());
        var letter = await LetterAsync(queue);
        Assert.Equal("not-a-message", letter["DeadLetterReason"]);
        Assert.Contains("one Data section", (string)letter["DeadLetterErrorDescription"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bus_that_is_busy_and_a_token_that_has_run_out_end_the_round_and_the_next_goes_on()
    {
        var queue = _bus.Queue(Out, new EntityPlan());
        await using var receiving = new Receiving(Receiver(), message =>
        {
            _taken.Enqueue(AmqpReading.Id(message)!);
            return new Taking.Taken();
        });
        await PutAsync(queue, 1);
        await UntilAsync(() => _taken.Count == 1);
        await _bus.DetachAllAsync("com.microsoft:server-busy");
        await UntilAsync(() => receiving.Ends.Contains(RoundEnd.Busy));
        await PutAsync(queue, 1);
        await UntilAsync(() => _taken.Count == 2);
        await _bus.ExpireTokensAsync();
        await UntilAsync(() => receiving.Ends.Contains(RoundEnd.Broken));
        await PutAsync(queue, 1);
        await UntilAsync(() => _taken.Count == 3);
    }

    [Fact]
    public async Task What_a_supplier_schedules_is_heard_when_it_is_due()
    {
        var queue = _bus.Queue(Out, new EntityPlan());
        var due = TimeProvider.System.GetUtcNow().AddSeconds(1);
        await _bus.DoAsync(() => queue.Enqueue(new Message
        {
            Properties = new Properties { MessageId = "later" },
            MessageAnnotations = new MessageAnnotations { [new Amqp.Types.Symbol("x-opt-scheduled-enqueue-time")] = due.UtcDateTime },
            BodySection = new Data { Binary = [1] },
        }));
        await PutAsync(queue, 1);
        var at = DateTimeOffset.MinValue;
        await using var receiving = new Receiving(Receiver(), message =>
        {
            _taken.Enqueue(AmqpReading.Id(message)!);
            at = TimeProvider.System.GetUtcNow();
            return new Taking.Taken();
        });
        await UntilAsync(() => _taken.Count == 2);
        Assert.Equal(["0", "later"], _taken);
        Assert.True(at >= due);
    }

    private static AmqpSupplier Supplier { get; } = TellingThroughServiceBus.Supplier("workplace-in", null, Out);

    private AmqpReceiver Receiver() => new(TellingThroughServiceBus.Broker(_bus.ConnectionString), Supplier, TimeProvider.System);

    private Task PutAsync(StandInEntity queue, int count) => _bus.DoAsync(() =>
    {
        for (var i = 0; i < count; i++)
        {
            queue.Enqueue(new Message
            {
                Properties = new Properties { MessageId = i.ToString(CultureInfo.InvariantCulture), GroupId = string.Create(CultureInfo.InvariantCulture, $"1000{i % 10}") },
                BodySection = new Data { Binary = [1] },
            });
        }
    });

    private async Task<Dictionary<string, object>> LetterAsync(StandInEntity queue)
    {
        await UntilAsync(() => queue.DeadLetters!.Count == 1);
        return await _bus.AskAsync(() => queue.DeadLetters!.Peek(0, null).Single().Added);
    }

    private Task UntilAsync(Func<bool> holds) => WorkingWithTheSimulator.UntilAsync(() => _bus.AskAsync(holds));
}
