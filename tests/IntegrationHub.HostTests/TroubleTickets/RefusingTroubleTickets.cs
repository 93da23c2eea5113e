using System.Net;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.TroubleTickets;

public sealed class RefusingTroubleTickets(RunningHub running) : IClassFixture<RunningHub>
{
    private readonly TicketCaller _caller = new(() => running.Hub.Http);

    [Theory]
    [InlineData("""{"description":"x","severity":"High"}""", "ticketType is required.")]
    [InlineData("""{"description":"x","severity":"High","ticketType":"p","note":{"author":"a"}}""", "note[0].text is required.")]
    [InlineData("""{"description":5,"severity":"High","ticketType":"p"}""", "description must be a JSON string.")]
    [InlineData("""{"description":"\ud800","severity":"High","ticketType":"p"}""", "description must be a JSON string.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{", "The body is not sound JSON.")]
    public async Task What_is_missing_or_wrong_is_named_in_an_error(string body, string fault)
    {
        using var answer = await _caller.SendAsync(HttpMethod.Post, TicketCaller.V4 + "/troubleTicket", body);
        var error = await TicketCaller.JsonAsync(answer);
        Assert.Equal((HttpStatusCode.BadRequest, fault, "Error"), (answer.StatusCode, TicketCaller.Text(error, "reason"), TicketCaller.Text(error, "@type")));
    }

    [Theory]
    [InlineData("""{"id":"1"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"creationDate":"2026-01-01T00:00:00Z"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"colour":"red"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"note":null}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"description":"something else"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"priority":"1"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"status":"closed"}""", HttpStatusCode.Conflict)]
    [InlineData("""{"troubleTicketCharacteristic":[{"name":"effect","value":"moon"},{"name":"urgency","value":"stopped"}],"statusChangeReason":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"troubleTicketCharacteristic":[{"name":"effect","value":"site"},{"name":"urgency","value":"stopped"}],"statusChangeReason":"Hela skolan"}""", HttpStatusCode.OK)]
    [InlineData("""{"severity":"Critical"}""", HttpStatusCode.OK)]
    public async Task What_may_not_be_changed_is_refused(string patch, HttpStatusCode expected)
    {
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "x", severity = "High", ticketType = "p" }), "id");
        Assert.Equal(expected, (await _caller.PatchAsync(id, patch)).StatusCode);
    }

    [Fact]
    public async Task A_case_is_never_deleted_and_the_answer_says_why()
    {
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "x", severity = "High", ticketType = "p" }), "id");
        using var answer = await _caller.SendAsync(HttpMethod.Delete, $"{TicketCaller.V5}/troubleTicket/{id}", null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "case-stays"), (answer.StatusCode, TicketCaller.Text(await TicketCaller.JsonAsync(answer), "code")));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?offset=-1")]
    [InlineData("?sort=colour")]
    [InlineData("?colour=red")]
    [InlineData("?creationDate.gt=yesterday")]
    public async Task A_query_that_means_nothing_is_refused(string query) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _caller.SendAsync(HttpMethod.Get, TicketCaller.V5 + "/troubleTicket" + query, null)).StatusCode);

    [Fact]
    public async Task Who_is_nobody_is_not_heard()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _caller.SendAsync(HttpMethod.Get, TicketCaller.V4 + "/troubleTicket", null, "forged")).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _caller.SendAsync(HttpMethod.Post, TicketCaller.V4 + "/troubleTicket", "x", null, "text/plain")).StatusCode);
    }

    [Theory]
    [InlineData("ftp://example.se/")]
    [InlineData("https://10.0.0.8/x")]
    [InlineData("https://[fd00::1]/x")]
    [InlineData("https://169.254.169.254/latest")]
    [InlineData("https://user:pass@example.se/")]
    public async Task A_listener_in_the_citys_own_network_is_refused(string callback) => Assert.Equal(
        HttpStatusCode.BadRequest, (await _caller.SendAsync(HttpMethod.Post, TicketCaller.V5 + "/hub", JsonSerializer.Serialize(new { callback }))).StatusCode);
}
