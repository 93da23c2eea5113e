using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;

namespace IntegrationHub.Tests.People;

public sealed class ReadingAPeopleFile
{
    private const string Header = "externalId,givenName,phones,mails,organisation,area,role,activeFrom\n";

    [Fact]
    public void Several_lines_are_one_person_with_several_roles()
    {
        var file = Read(Header + "1,Åsa,070-123 45 67;08-465 004 01,asa@example.se,utbildning,education,lärare,2026-08-01\n1,,,,,office,förtroendevald,\n2,Bo,,,kultur,,,\n");
        Assert.Empty(file.Faults);
        Assert.Equal((2, 3), (file.People.Count, file.Rows));
        Assert.Equal(["+46701234567", "+46846500401"], file.People[0].Phones.Select(way => way.Value));
        Assert.Equal([new DraftRole("education", "lärare"), new DraftRole("office", "förtroendevald")], file.People[0].Roles);
        Assert.Equal(new DateOnly(2026, 8, 1), file.People[0].ActiveFrom);
    }

    [Theory]
    [InlineData(",Åsa,,,,,,", 2, "externalId")]
    [InlineData("1,Åsa,12,,,,,", 2, "phones")]
    [InlineData("1,Åsa,,asa,,,,", 2, "mails")]
    [InlineData("1,Åsa,,,,school,lärare,", 2, "area")]
    [InlineData("1,Åsa,,,,,lärare,", 2, "area")]
    [InlineData("1,Åsa,,,,,,1/8", 2, "activeFrom")]
    [InlineData("1,Åsa,,,,,,\n2,Bo,,,,,,\n1,Eva,,,,,,", 4, "givenName")]
    public void A_fault_is_told_by_line_and_its_person_is_left_out_whole(string lines, int line, string column)
    {
        var file = Read(Header + lines + "\n9,Siv,,,,,,\n");
        Assert.Equal((line, column), Assert.Single(file.Faults.Select(fault => (fault.Line, fault.Column))));
        Assert.DoesNotContain(file.People, person => person.ExternalId == "1");
        Assert.Contains(file.People, person => person.ExternalId == "9");
        Assert.DoesNotContain("Åsa", file.Faults[0].Wanted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name\nÅsa\n")]
    [InlineData("externalId,fone\n1,070\n")]
    [InlineData("externalId,externalId\n1,1\n")]
    public void A_header_that_is_not_right_stops_it(string text)
    {
        var file = Read(text);
        Assert.Equal(1, Assert.Single(file.Faults).Line);
        Assert.Empty(file.People);
    }

    private static PeopleFile Read(string text) => PeopleFile.Read(new StringReader(text));
}
