using System.Text.Encodings.Web;
using System.Text.Unicode;
using IntegrationHub.Host.Pages.Cases;
using Microsoft.AspNetCore.DataProtection;

namespace IntegrationHub.Host.Pages;

/// <summary>Registers the pages: server-rendered, usable without script, with nothing from other addresses.</summary>
internal static class HubPages
{
    /// <summary>Where a page leaves a policy of its own, among the request's items.</summary>
    public const string OwnPolicy = "hub-content-policy";

    private const string ContentPolicy =
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds the pages.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="data">Has the keys that forms are signed with, so that an open form survives a restart.</param>
    /// <param name="hasTestPhone">Whether there is a telephone to try.</param>
    public static void AddPages(this IServiceCollection services, DataDirectory data, bool hasTestPhone)
    {
        var forms = services.AddDataProtection().SetApplicationName("IntegrationHub");
        _ = data.Keys.Database is null
            ? forms.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data.Path, "form-keys")))
            : forms.AddKeyManagementOptions(keys => keys.XmlRepository = new SharedFormKeys(data.Keys));
        services.AddHttpContextAccessor();
        services.AddScoped<PageLanguage>();
        services.AddScoped<CaseWords>();
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "hub-form";
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.SuppressXFrameOptionsHeader = true; // frame-ancestors says it for every answer.
        });
        services.AddWebEncoders(text => text.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All)); // What HTML gives a meaning is encoded all the same.
        services.AddRazorPages(pages =>
        {
            if (!hasTestPhone)
            {
                // Not there for anybody: the page answers 404 itself, whoever asks.
                pages.Conventions.AllowAnonymousToPage("/Phone/Phone");
            }
        });
    }

    /// <summary>Serves the pages' own style and script, and tells browsers what the answers may do.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            // At the last moment: an answer to a fault begins with its headers cleared.
            http.Response.OnStarting(() =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy = http.Items[OwnPolicy] as string ?? ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers["Cross-Origin-Opener-Policy"] = "same-origin";
                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseStaticFiles();
    }

    /// <summary>Maps the pages. Outside Development they need sign-in, but for those that are everybody's: start, incidents, the chat, the form.</summary>
    public static void MapPages(this WebApplication app) => app.MapRazorPages();

    /// <summary>Whether the request may see what only those who are signed in may see; in Development everybody may.</summary>
    public static bool MaySeeCases(this HttpContext http) => http.User.Identity?.IsAuthenticated == true;
}
