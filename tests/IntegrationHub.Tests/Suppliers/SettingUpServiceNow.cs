using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.ServiceNow;

namespace IntegrationHub.Tests.Suppliers;

public sealed class SettingUpServiceNow
{
    [Theory]
    [InlineData("User", "", "Suppliers:telephony:User is missing")]
    [InlineData("User", "a:b", "Suppliers:telephony:User must hold no colon")]
    [InlineData("Password", "", "Suppliers:telephony:Password is missing")]
    [InlineData("Login", "kerberos", "Suppliers:telephony:Login is 'kerberos'")]
    [InlineData("Login", "client-credentials", "Suppliers:telephony:ClientSecret is missing")]
    [InlineData("Owner", "city^NQactive=true", "Suppliers:telephony:Owner must be of letters")]
    [InlineData("Fields:site", "state", "Suppliers:telephony:Fields:site names no field")]
    [InlineData("fields:place", "u_place", "Suppliers:telephony:fields:place names no field")]
    [InlineData("Set:priority", "1", "Suppliers:telephony:Set:priority sets no free column")]
    [InlineData("HandoverColumn", "u_desk,state", "Suppliers:telephony:HandoverColumn names no free column")]
    [InlineData("Priorities:1", "0/1", "Suppliers:telephony:Priorities:1 is '0/1'")]
    [InlineData("priorities:5", "1/1", "Suppliers:telephony:priorities:5 is '1/1'")]
    [InlineData("CloseCodes:answered", "Solved", "Suppliers:telephony:CloseCodes:answered is no close code")]
    [InlineData("States:3-1", "paused", "Suppliers:telephony:States:3-1 is 'paused'")]
    public void A_fault_names_the_setting_and_a_good_value_and_no_secret(string name, string value, string fault)
    {
        var supplier = Supplier((name, value), ("ClientId", "c1"));

        var text = Assert.Single(ServiceNowSupplier.Faults([supplier]));

        Assert.StartsWith(fault, text, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", text + ServiceNowSupplier.Of(Supplier()), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_state_means_and_is_called_and_which_columns_go_with_it_is_data()
    {
        var supplier = ServiceNowSupplier.Of(Supplier(("States:3-4", "waiting"), ("Names:3-4", "Väntar på underleverantör"), ("Moves:closed", "9"), ("Priorities:4", "3/3")));

        Assert.Empty(ServiceNowSupplier.Faults([Supplier(("States:3-4", "waiting"), ("Moves:closed", "9"))]));
        Assert.Equal((TicketMeaning.Waiting, TicketMeaning.Working, null), (supplier.MeaningOf("3", "4"), supplier.MeaningOf("3", "5"), supplier.MeaningOf("9", "")));
        Assert.Equal(("Väntar på underleverantör", "On Hold: Awaiting Change", "9"), (supplier.NameOf("3", "4"), supplier.NameOf("3", "5"), supplier.NameOf("9", "")));
        Assert.Equal(("9", ("3", "3"), ("1", "2")), (supplier.States.Moves[TicketMove.Closed], supplier.Weights["4"], supplier.Weights["2"]));
    }

    [Theory]
    [InlineData("1^NQactive=true")]
    [InlineData("1,2")]
    [InlineData("1\n2")]
    [InlineData("1\n")]
    [InlineData("javascript:gs.now")]
    [InlineData("JavaScript:gs.now")]
    [InlineData("å")]
    public void Nothing_can_be_slipped_into_a_query(string value) =>
        Assert.Throws<ArgumentException>(() => new TableQuery().Where("correlation_id", "=", value));

    [Fact]
    public void A_query_is_written_as_the_instance_reads_it() => Assert.Equal(
        "a=1^b>2026-11-02 08:00:00^NQa=1^cINx,y^ORDERBYb^ORDERBYDESCc",
        new TableQuery().Where("a", "=", "1").Where("b", ">", TableQuery.Time(new DateTimeOffset(2026, 11, 2, 9, 0, 0, 500, TimeSpan.FromHours(1)))).Or()
            .Where("a", "=", "1").Where("c", "IN", "x", "y").By("b").ByNewest("c").ToString());

    private static SupplierSettings Supplier(params (string Name, string Value)[] options)
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["User"] = "hub.city", ["Password"] = "s3cret" };
        foreach (var (name, value) in options)
        {
            all[name] = value;
        }

        return new SupplierSettings("telephony", "servicenow", new Uri("https://supplier.example"), "0123456789abcdef") { Options = all };
    }
}
