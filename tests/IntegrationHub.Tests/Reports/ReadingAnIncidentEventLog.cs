using IntegrationHub.Adapters.Suppliers.ServiceNow;
using IntegrationHub.Core.Reports;

namespace IntegrationHub.Tests.Reports;

/// <summary>A ServiceNow event log in the layout of UCI data set 498, with columns missing and cells unknown.</summary>
public sealed class ReadingAnIncidentEventLog
{
    private const string Sample = """
        number,incident_state,reassignment_count,reopen_count,opened_at,sys_updated_at,location,category,subcategory,u_symptom,impact,assignment_group,assigned_to,resolved_at
        INC1,New,0,0,1/3/2016 09:00,1/3/2016 09:00,Location 1,Category 1,Subcategory 2,?,2 - Medium,Group 7,?,3/3/2016 9:30
        INC1,Active,1,0,1/3/2016 09:00,1/3/2016 10:15,Location 1,Category 1,Subcategory 2,?,2 - Medium,Group 8,Resolver 1,3/3/2016 9:30
        INC2,New,0,0,1/3/2016 09:30,1/3/2016 09:30,?,?,?,?,?,?,?,?
        INC1,Resolved,2,1,1/3/2016 09:00,3/3/2016 9:30,Location 1,Category 1,Subcategory 2,?,2 - Medium,Group 7,Resolver 2,3/3/2016 9:30
        """;

    [Fact]
    public void Each_update_tells_who_had_it_and_whether_somebody_had_taken_it_up()
    {
        var lines = Read(Sample);
        Assert.Equal(["Group 7", "Group 8", null, "Group 7"], lines.Select(line => line.Team));
        Assert.Equal([false, true, false, true], lines.Select(line => line.Taken));
        Assert.Equal([false, false, false, true], lines.Select(line => line.Solved));
        Assert.Equal(new DateTimeOffset(2016, 3, 1, 10, 15, 0, TimeSpan.Zero), lines[1].At);
        Assert.Equal(new FlowSigns("Category 1/Subcategory 2", "Location 1", "2 - Medium"), lines[0].Signs);
        Assert.Equal(new FlowSigns("", "", ""), lines[2].Signs);
        Assert.Equal((2, 1), (lines[3].Reassigned, lines[3].Reopened));
    }

    [Fact]
    public void A_history_that_came_so_is_guarded_like_any_other()
    {
        var history = new FlowHistory();
        Read(Sample).ForEach(history.Add);
        var report = GuardReport.Of("servicenow", history);
        Assert.Equal((2, 1, 1, 1, 2, 1), (report.Cases, report.History.ReturnedCases, report.History.AbaCases, report.Guard.ReturnsRefused, report.History.Reassigned, report.History.Reopened));
    }

    [Fact]
    public void Any_column_but_the_number_may_be_absent()
    {
        Assert.Equal((true, false), (Read("number,assignment_group\nINC1,G\n")[0].Taken, Read("number,assignment_group\nINC1,G\n")[0].Solved));
        Assert.Equal((null, 4), (Read("number,reassignment_count\nINC1,4\n")[0].Team, Read("number,reassignment_count\nINC1,4\n")[0].Reassigned));
        Assert.Equal([false, true], Read("number,incident_state,assignment_group\nINC1,New,G\nINC1,Active,G\n").Select(line => line.Taken));
        Assert.Equal([false, true], Read("number,sys_updated_at,resolved_at\nI,1/1/2016 01:00,2/1/2016 01:00\nI,2/1/2016 01:00,2/1/2016 01:00\n").Select(line => line.Solved));
        Assert.Equal(new DateTimeOffset(2016, 2, 1, 1, 0, 0, TimeSpan.Zero), Read("number,opened_at\nI,1/2/2016 01:00\n")[0].At);
    }

    [Theory]
    [InlineData("number,sys_updated_at\nINC1,2016-01-01\n", "Line 2: '2016-01-01' in sys_updated_at is no time.")]
    [InlineData("number,reopen_count\nINC1,many\n", "Line 2: 'many' in reopen_count is no whole number.")]
    [InlineData("number,opened_at\n?,1/2/2016 01:00\n", "Line 2 has no number")]
    public void What_is_not_sound_is_named_with_its_line(string text, string says) =>
        Assert.StartsWith(says, Assert.Throws<InvalidDataException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("number,assignment_group", true)]
    [InlineData("number,foo", false)]
    [InlineData("case,timestamp", false)]
    public void It_is_known_by_its_header(string header, bool known) => Assert.Equal(known, IncidentEventLog.IsHeader(header.Split(',')));

    private static List<FlowLine> Read(string text) => [.. IncidentEventLog.Lines(new StringReader(text))];
}
