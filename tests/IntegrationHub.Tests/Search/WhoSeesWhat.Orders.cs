using System.Collections.Immutable;
using CsCheck;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Search;

public sealed partial class WhoSeesWhat
{
    [Fact]
    public async Task Searches_show_an_order_to_those_and_only_those_whom_its_page_shows_it_to()
    {
        var (first, second) = (s_catalogue.Desks[0], s_catalogue.Desks.First(desk => desk.Supplier != s_catalogue.Desks[0].Supplier));
        PersonId[] persons =
        [
            await KeepAsync(new PersonDraft("a") { Organisation = "bildning", Roles = [new("education", "lärare")] }),
            await KeepAsync(new PersonDraft("b") { Organisation = "bildning", Roles = [new("office", "Beställare"), new("office", "chef", Organisation: "kultur")] }),
            await KeepAsync(new PersonDraft("s") { Organisation = "kultur", Roles = [new("office", "enhetschef", Organisation: "Vård")] }),
        ];
        (string? Subject, string Role)[] users = [("a", "user"), ("b", "user"), ("s", "user"), (null, "user"), (null, "desk:" + first.Id), (null, "desk:" + second.Id), (null, "agent"), (null, "supplier")];
        PersonId[] concerned = [.. persons, new PersonId("p-other"), PersonId.Nobody];
        string?[] organisations = ["bildning", "kultur", "vård", "Bildning", null];
        var (person, organisation) = (Gen.OneOf(concerned), Gen.OneOf(organisations));
        var line = Gen.Select(person.Array[0, 2], organisation, Gen.OneOf(first.Supplier, second.Supplier), Gen.OneOf(Enum.GetValues<LinePhase>())).Select((recipients, pays, supplier, phase) => new LineState(
            new OrderLine(1, "A-1", "Skärm", "device", supplier, Math.Max(1, recipients.Length), [.. recipients.Select(one => new Recipient(one))], Money.Zero, Money.Zero, null, "110", pays), phase));
        var order = Gen.Select(person, organisation, line.Array[0, 3]).Select((orderer, whose, lines) => OrderState.Empty with
        {
            Wish = new OrderWished(new OrderNumber("500000000013"), orderer, whose, null, null, null, "web", "sv", null, DateTimeOffset.UnixEpoch),
            Lines = lines.Select((one, at) => KeyValuePair.Create(at + 1, one with { Line = one.Line with { Line = at + 1 } })).ToImmutableSortedDictionary(),
        });
        foreach (var (subject, role) in users)
        {
            var user = User(subject, role);
            var (page, search) = (await _orders.ReaderAsync(user, Ct), (await _access.OfAsync(user, Ct)).Reader);
            var seen = 0;
            order.Sample(
                drawn =>
                {
                    var (whole, part) = (page.MaySee(drawn), !page.PartOf(drawn).IsEmpty);
                    Interlocked.Add(ref seen, whole || part ? 1 : 0);
                    var document = OrderDocument.Of(new LoadedOrder(drawn, []))!;
                    Assert.Equal((whole || part, whole), (search.Sees(document), search.SeesWhole(document)));
                },
                iter: 300);
            Assert.Equal((subject, role) is not ((null, "user") or (null, "supplier")), seen > 0);
        }
    }
}
