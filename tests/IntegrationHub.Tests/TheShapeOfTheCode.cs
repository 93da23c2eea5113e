using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace IntegrationHub.Tests;

public sealed class TheShapeOfTheCode
{
    private static readonly Architecture s_code = new ArchLoader()
        .LoadAssemblies(typeof(CaseDecider).Assembly, typeof(PersonKeys).Assembly, typeof(Host.DataDirectory).Assembly).Build();

    private static readonly string[] s_adapters = ["EventLog", "Suppliers", "Voice", "Keys", "People", "Search", "Views", "Mail", "Chat", "Routing"];

    [Fact]
    public void Core_depends_on_nothing_but_the_language() =>
        Assert.DoesNotContain(typeof(CaseDecider).Assembly.GetReferencedAssemblies(), name =>
            name.Name!.StartsWith("Microsoft.", StringComparison.Ordinal) || name.Name.StartsWith("IntegrationHub", StringComparison.Ordinal)
            || name.Name.StartsWith("System.Net", StringComparison.Ordinal));

    [Fact]
    public void Adapters_know_nothing_of_the_host() =>
        Types().That().ResideInNamespaceMatching(@"IntegrationHub\.Adapters\..*").Should()
            .NotDependOnAny(Types().That().ResideInNamespaceMatching(@"IntegrationHub\.Host\..*")).Check(s_code);

    [Fact]
    public void No_adapter_touches_another()
    {
        foreach (var one in s_adapters)
        {
            Types().That().ResideInNamespaceMatching($@"IntegrationHub\.Adapters\.{one}(\..*)?$").Should()
                .NotDependOnAny(Types().That().ResideInNamespaceMatching(
                    $@"IntegrationHub\.Adapters\.({string.Join('|', s_adapters.Where(other => other != one))})(\..*)?$")).Check(s_code);
        }
    }
}
