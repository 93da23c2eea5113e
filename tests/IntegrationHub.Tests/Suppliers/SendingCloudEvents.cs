using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Suppliers;

public sealed class SendingCloudEvents
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly SupplierSettings s_telephony = new(
        "telephony", "cloudevents", new Uri("https://telephony.example/events"), "token-of-telephony", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private static readonly OutgoingEvent s_event = HubMessages.ToEvent(
        new CaseNoteAdded("10000017", "Växeln är tyst.", "user", "TE-000001"), "note-1", "//hub.example/cases", s_now, cause: "e-9");

    private readonly FakeTimeProvider _clock = new(s_now);

    [Theory]
    [InlineData(200, typeof(Delivered))]
    [InlineData(204, typeof(Delivered))]
    [InlineData(307, typeof(Refused))]
    [InlineData(400, typeof(Refused))]
    [InlineData(404, typeof(Refused))]
    [InlineData(413, typeof(Refused))]
    [InlineData(415, typeof(Refused))]
    [InlineData(422, typeof(Refused))]
    [InlineData(401, typeof(TryLater))]
    [InlineData(403, typeof(TryLater))]
    [InlineData(408, typeof(TryLater))]
    [InlineData(409, typeof(TryLater))]
    [InlineData(425, typeof(TryLater))]
    [InlineData(429, typeof(TryLater))]
    [InlineData(500, typeof(TryLater))]
    [InlineData(503, typeof(TryLater))]
    [InlineData(410, typeof(Retired))]
    public async Task Each_answer_has_one_meaning(int status, Type outcome) =>
        Assert.IsType(outcome, await SendAsync((_, _) => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status))));

    [Theory]
    [InlineData("""{"receipt":"r-7","ticket":"TE-1"}""", "r-7")]
    [InlineData("""{"receipt":7}""", null)]
    [InlineData("thanks", null)]
    [InlineData("", null)]
    public async Task The_receipt_is_kept_when_there_is_one(string body, string? receipt) =>
        Assert.Equal(new Delivered(receipt), await SendAsync(Answer(HttpStatusCode.Accepted, body)));

    [Fact]
    public async Task A_refusal_says_what_the_other_side_said_in_short()
    {
        var refused = Assert.IsType<Refused>(await SendAsync(Answer(HttpStatusCode.BadRequest, new string('x', 10_000))));

        Assert.StartsWith("400: xxx", refused.Why, StringComparison.Ordinal);
        Assert.Equal(500, refused.Why.Length);
    }

    [Fact]
    public async Task A_token_that_is_not_accepted_names_the_setting() => Assert.Contains(
        "Suppliers:telephony:Token", Assert.IsType<TryLater>(await SendAsync(Answer(HttpStatusCode.Unauthorized, ""))).Why, StringComparison.Ordinal);

    [Fact]
    public async Task The_time_to_wait_is_read_as_seconds_and_as_a_date_and_never_longer_than_a_day()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), await WaitAsync(new RetryConditionHeaderValue(TimeSpan.FromSeconds(30))));
        Assert.Equal(TimeSpan.FromMinutes(2), await WaitAsync(new RetryConditionHeaderValue(s_now.AddMinutes(2))));
        Assert.Equal(TimeSpan.Zero, await WaitAsync(new RetryConditionHeaderValue(s_now.AddMinutes(-2))));
        Assert.Equal(TimeSpan.FromDays(1), await WaitAsync(new RetryConditionHeaderValue(TimeSpan.FromDays(400))));
        Assert.Null(await WaitAsync(null));
    }

    [Fact]
    public async Task A_broken_wire_is_tried_again() =>
        Assert.Contains("no route", Assert.IsType<TryLater>(await SendAsync((_, _) => throw new HttpRequestException("no route"))).Why, StringComparison.Ordinal);

    [Fact]
    public async Task An_answer_that_does_not_come_is_waited_for_ten_seconds()
    {
        var sending = SendAsync(async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _clock, ct);
            return new HttpResponseMessage();
        });
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(sending.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Contains("10 s", Assert.IsType<TryLater>(await sending).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_not_an_answer()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(
            (_, ct) => Task.FromCanceled<HttpResponseMessage>(ct), cancelled.Token));
    }

    [Fact]
    public async Task What_is_sent_can_be_read_back_and_its_signature_holds()
    {
        IHeaderDictionary headers = new HeaderDictionary();
        byte[] body = [];
        await SendAsync(async (request, ct) =>
        {
            body = await request.Content!.ReadAsByteArrayAsync(ct);
            foreach (var (name, values) in request.Headers.Concat(request.Content.Headers))
            {
                headers[name] = values.ToArray();
            }

            return new HttpResponseMessage(HttpStatusCode.Accepted);
        });

        var received = Assert.Single(Assert.IsType<EventsRead>(CloudEventReader.Read(headers, body, EventLimits.Default, s_now)).Events);
        Assert.Equal("application/cloudevents+json; charset=utf-8", headers.ContentType);
        Assert.Equal("hub.example", headers["WebHook-Request-Origin"]);
        Assert.Equal(("note-1", "//hub.example/cases", "hub.case.note-added.v1", "10000017"), (received.Id, received.Source, received.Type, received.Subject));
        Assert.Equal(("10000017", "e-9"), (received.Extensions["correlationid"], received.Extensions["causationid"]));
        Assert.Equal(s_now, received.Time);
        Assert.Equal(Encoding.UTF8.GetString(s_event.Data.Span), Encoding.UTF8.GetString(received.Data.Span));
        Assert.Equal(new CaseNoteAdded("10000017", "Växeln är tyst.", "user", "TE-000001"), HubMessages.Read(received));
        Assert.IsType<Recognised>(SupplierAuthentication.CheckToken("telephony", headers.Authorization, [s_telephony]));
        Assert.Null(SupplierAuthentication.CheckSignature(s_telephony, headers, body, s_now));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var hub = await StubHub.StartAsync(s_telephony);
        hub.Answer = (_, _) => 307;
        using var http = new HttpClient(CloudEventSender.NewHandler());

        var delivery = await new CloudEventSender(http, "hub.example", TimeProvider.System).SendAsync(
            SupplierMessages.ToEvent(new TicketAccepted("10000017", "TE-1"), "e-1", "//supplier.example/telephony", s_now),
            s_telephony with { Url = new Uri(hub.Address, "/suppliers/telephony/events") }, TestContext.Current.CancellationToken);

        Assert.Contains("Suppliers:telephony:Url", Assert.IsType<Refused>(delivery).Why, StringComparison.Ordinal);
    }

    private static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(HttpStatusCode status, string body, RetryConditionHeaderValue? retry = null) =>
        (_, _) =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body) };
            response.Headers.RetryAfter = retry;
            return Task.FromResult(response);
        };

    private async Task<TimeSpan?> WaitAsync(RetryConditionHeaderValue? retry) =>
        Assert.IsType<TryLater>(await SendAsync(Answer(HttpStatusCode.TooManyRequests, "", retry))).After;

    private async Task<Delivery> SendAsync(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> other, CancellationToken? ct = null)
    {
        using var http = new HttpClient(new Wire(other));
        return await new CloudEventSender(http, "hub.example", _clock).SendAsync(s_event, s_telephony, ct ?? TestContext.Current.CancellationToken);
    }

    private sealed class Wire(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> other) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => other(request, cancellationToken);
    }
}
