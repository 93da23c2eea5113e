namespace IntegrationHub.HostTests;

/// <summary>Data and strict peers that lie beside the project and are never copied into it.</summary>
internal static class Shared
{
    /// <summary>The path of a file there; the test is skipped, and says so, when it is absent.</summary>
    public static string File(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
            {
                var file = Path.Combine(folder.Parent?.FullName ?? "", "shared", name);
                Assert.SkipUnless(System.IO.File.Exists(file), $"../shared/{name} is absent, so this was not run.");
                return file;
            }
        }

        Assert.Skip("The project's folder was not found from where the tests run.");
        return "";
    }
}
