using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Chats;

/// <summary>Reads and checks the settings <c>Bot:…</c>.</summary>
internal static class BotConfiguration
{
    /// <summary>The settings; null when none is set: then there is no such channel.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="development">Whether this machine may be answered to, and played services be asked over plain HTTP.</param>
    /// <exception cref="SettingsException">One of them is missing or wrong; the message lists every fault and no secret.</exception>
    public static BotSettings? Read(IConfiguration configuration, bool development)
    {
        var bot = configuration.GetSection("Bot");
        string? Set(string name) => bot[name] is { Length: > 0 } value ? value.Trim() : null;
        if (!bot.GetChildren().Any(child => child.Value is { Length: > 0 } || child.GetChildren().Any()))
        {
            return null;
        }

        var faults = new List<string>();
        var app = Set("AppId") ?? "";
        Check(Guid.TryParseExact(app, "D", out _), "Bot:AppId is not set to the bot's app id, a GUID such as 11111111-2222-3333-4444-555555555555.");
        var secret = Set("ClientSecret") ?? "";
        Check(secret.Length > 0, "Bot:ClientSecret is not set. Set it to a client secret of the app registration.");
        var tenant = Set("TenantId");
        Check(tenant is not null || Set("TokenUrl") is not null,
            "Bot:TenantId is not set. Set it to the tenant's id, such as 99999999-2222-3333-4444-555555555555 (botframework.com for an old multi-tenant bot).");
        Check(tenant is null || (tenant.Length <= 100 && tenant.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-')),
            "Bot:TenantId is no tenant; set it to the tenant's id or domain, such as 99999999-2222-3333-4444-555555555555.");
        var metadata = Address("OpenIdMetadataUrl", BotSettings.PublicMetadata);
        var tokens = Address("TokenUrl", BotSettings.TokenUrlOf(tenant ?? "botframework.com"));
        var issuer = Set("Issuer") ?? BotSettings.PublicIssuer;
        Check(Uri.TryCreate(issuer, UriKind.Absolute, out _), $"Bot:Issuer is no address; a good value is {BotSettings.PublicIssuer}");
        var hosts = Hosts();
        return faults.Count == 0
            ? new BotSettings(app, secret, metadata, tokens, issuer, new ServiceHosts(hosts, development))
            : throw new SettingsException(string.Join(' ', faults));

        void Check(bool good, string fault)
        {
            if (!good)
            {
                faults.Add(fault);
            }
        }

        Uri Address(string name, string otherwise)
        {
            var text = Set(name) ?? otherwise;
            var good = Uri.TryCreate(text, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttps || (development && address.Scheme == Uri.UriSchemeHttp && ServiceHosts.IsLoopback(address)));
            Check(good, $"Bot:{name} is no https address{(development ? ", and none on this machine" : "")}; a good value is {otherwise}");
            return good ? address! : new Uri(otherwise);
        }

        IReadOnlyList<string> Hosts()
        {
            List<string> said = [.. List(bot["ServiceUrls"]), .. bot.GetSection("ServiceUrls").GetChildren().SelectMany(child => List(child.Value))];
            var read = said.Select(ServiceHosts.Entry).ToList();
            Check(!read.Contains(null), "Bot:ServiceUrls is a list of host names with commas between, such as smba.trafficmanager.net,*.botframework.com");
            Check(development || !read.OfType<string>().Any(host => ServiceHosts.IsLoopback(host.Split(':')[0])),
                "Bot:ServiceUrls names this machine, which is answered to in Development only; take it out.");
            return said.Count == 0 ? ServiceHosts.PublicCloud : [.. read.OfType<string>()];
        }
    }

    private static string[] List(string? commas) => commas?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
