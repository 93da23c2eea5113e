using Microsoft.AspNetCore.Http.Extensions;

namespace IntegrationHub.Host.Pages;

/// <summary>The language of a page: Swedish, until somebody chooses English; the choice is kept in a cookie.</summary>
/// <remarks>The browser's own language is not asked: the city's pages are Swedish first, and the other one is one click away.</remarks>
public sealed class PageLanguage
{
    private const string Parameter = "lang";
    private const string Cookie = "hub-lang";

    private readonly HttpContext _http;

    /// <summary>Reads the choice, and keeps one that was just made.</summary>
    public PageLanguage(IHttpContextAccessor accessor)
    {
        _http = accessor.HttpContext!;
        var asked = _http.Request.Query[Parameter].ToString();
        if (asked is "sv" or "en" && !_http.Response.HasStarted)
        {
            _http.Response.Cookies.Append(Cookie, asked, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = _http.Request.IsHttps,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(365),
            });
        }

        IsEnglish = (asked is "sv" or "en" ? asked : _http.Request.Cookies[Cookie]) == "en";
    }

    /// <summary>Whether the page is in English.</summary>
    public bool IsEnglish { get; }

    /// <summary><c>sv</c> or <c>en</c>.</summary>
    public string Code => IsEnglish ? "en" : "sv";

    /// <summary>The text in the page's language.</summary>
    public string this[string swedish, string english] => IsEnglish ? english : swedish;

    /// <summary>This page in the other language, with its other parameters.</summary>
    public string OtherAddress
    {
        get
        {
            var query = new QueryBuilder(_http.Request.Query.Where(given => given.Key is not (Parameter or "handler"))) { { Parameter, IsEnglish ? "sv" : "en" } };
            return _http.Request.PathBase + _http.Request.Path + query.ToQueryString();
        }
    }
}
