using System.Text;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Tests.Suppliers;

public sealed class RecognisingSuppliers
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly DateTimeOffset s_signedAt = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly SupplierSettings s_telephony = new("telephony", "cloudevents", new Uri("https://telephony.example/events"), "token-of-telephony", Key);
    private static readonly SupplierSettings s_mobile = new("mobile", "simulator", null, "token-of-mobile");

    [Theory]
    [InlineData("telephony", "Bearer token-of-telephony")]
    [InlineData("telephony", "bearer  token-of-telephony ")]
    public void The_right_token_opens_its_own_address(string id, string authorization) =>
        Assert.Equal(s_telephony, Assert.IsType<Recognised>(SupplierAuthentication.CheckToken(id, authorization, [s_telephony, s_mobile])).Supplier);

    [Theory]
    [InlineData("telephony", null, 401, "token-missing")]
    [InlineData("telephony", "Bearer ", 401, "token-missing")]
    [InlineData("telephony", "Basic dG9rZW4=", 401, "token-missing")]
    [InlineData("telephony", "Bearer wrong", 401, "token-unknown")]
    [InlineData("unheard-of", "Bearer wrong", 401, "token-unknown")]
    [InlineData("telephony", "Bearer token-of-mobile", 403, "token-of-another")]
    [InlineData("unheard-of", "Bearer token-of-mobile", 403, "token-of-another")]
    public void Anything_else_is_refused_and_does_not_tell_which_suppliers_there_are(string id, string? authorization, int status, string code)
    {
        var refused = Assert.IsType<Unrecognised>(SupplierAuthentication.CheckToken(id, authorization, [s_telephony, s_mobile]));

        Assert.Equal((status, code, status == 401), (refused.Status, refused.Code, refused.Challenge is not null));
    }

    [Fact]
    public void Two_tokens_in_one_request_are_refused() => Assert.IsType<Unrecognised>(
        SupplierAuthentication.CheckToken("telephony", new(["Bearer token-of-telephony", "Bearer x"]), [s_telephony]));

    [Fact]
    public void A_supplier_without_a_token_is_never_recognised() => Assert.IsType<Unrecognised>(
        SupplierAuthentication.CheckToken("telephony", "Bearer x", [s_telephony with { Token = "" }]));

    [Fact]
    public void The_signature_is_the_one_in_the_schemes_own_example() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        StandardWebhook.Sign(Key, "msg_p5jXN8AQM9LWM0D4loKWxJek", s_signedAt, s_body)[StandardWebhook.SignatureHeader]);

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, "five minutes off")]
    [InlineData(-301, "five minutes off")]
    public void A_signature_holds_for_five_minutes(int later, string? fault) =>
        AssertFault(fault, StandardWebhook.Fault(Key, Signed(), s_body, s_signedAt.AddSeconds(later)));

    [Theory]
    [InlineData("webhook-id", "msg_other", "fits the body")]
    [InlineData("webhook-id", "", "is missing")]
    [InlineData("webhook-timestamp", "1614265331", "fits the body")]
    [InlineData("webhook-timestamp", "soon", "whole seconds")]
    [InlineData("webhook-signature", "v1,AAAA", "fits the body")]
    [InlineData("webhook-signature", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "fits the body")]
    [InlineData("webhook-signature", "v1a,x v1,AAAA v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", null)]
    public void A_signature_is_over_id_time_and_body(string header, string value, string? fault)
    {
        var headers = Signed();
        headers[header] = value;

        AssertFault(fault, StandardWebhook.Fault(Key, headers, s_body, s_signedAt));
    }

    [Fact]
    public void A_changed_body_is_noticed() => AssertFault("fits the body", StandardWebhook.Fault(Key, Signed(), [1], s_signedAt));

    [Fact]
    public void A_signature_is_asked_for_only_where_one_is_agreed()
    {
        Assert.Null(SupplierAuthentication.CheckSignature(s_mobile, new HeaderDictionary(), s_body, s_signedAt));
        Assert.Equal("signature-invalid", SupplierAuthentication.CheckSignature(s_telephony, new HeaderDictionary(), s_body, s_signedAt)?.Code);
        Assert.Null(SupplierAuthentication.CheckSignature(s_telephony, Signed(), s_body, s_signedAt));
    }

    [Theory]
    [InlineData("supplier.example", "1000", "600")]
    [InlineData("supplier.example:8443", "120", "120")]
    [InlineData("supplier.example", null, "600")]
    [InlineData("supplier.example", "many", "600")]
    public void Whoever_names_itself_may_send(string origin, string? rate, string allowed)
    {
        var answer = WebhookConsent.Answer(origin, rate, perMinute: 600);

        Assert.Equal((200, origin, allowed), (answer.Status, answer.Headers["WebHook-Allowed-Origin"], answer.Headers["WebHook-Allowed-Rate"]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("evil.example\r\nSet-Cookie: a=b")]
    public void Nobody_is_given_a_consent_that_was_not_asked_for(string? origin)
    {
        var answer = WebhookConsent.Answer(origin, "120", perMinute: 600);

        Assert.Equal(405, answer.Status);
        Assert.DoesNotContain(answer.Headers.Keys, name => name.StartsWith("WebHook", StringComparison.Ordinal));
    }

    [Fact]
    public void Sound_settings_have_no_faults() => Assert.Empty(SupplierSettings.Faults([s_telephony, s_mobile with { Token = "0123456789abcdef" }], development: false));

    [Theory]
    [InlineData("Telephony", "cloudevents", "https://a.example", "0123456789abcdef", null, "Suppliers:Telephony is not")]
    [InlineData("telephony", "soap", "https://a.example", "0123456789abcdef", null, "Suppliers:telephony:Protocol is 'soap'")]
    [InlineData("telephony", "cloudevents", null, "0123456789abcdef", null, "Suppliers:telephony:Url is missing")]
    [InlineData("telephony", "cloudevents", "events", "0123456789abcdef", null, "Suppliers:telephony:Url must be a whole address")]
    [InlineData("telephony", "cloudevents", "ftp://a.example", "0123456789abcdef", null, "Suppliers:telephony:Url must begin with https")]
    [InlineData("telephony", "cloudevents", "http://a.example", "0123456789abcdef", null, "Suppliers:telephony:Url must begin with https")]
    [InlineData("telephony", "cloudevents", "https://me:secret@a.example", "0123456789abcdef", null, "Suppliers:telephony:Url must hold no user name")]
    [InlineData("telephony", "cloudevents", "https://a.example", "", null, "Suppliers:telephony:Token must be")]
    [InlineData("telephony", "cloudevents", "https://a.example", "short", null, "Suppliers:telephony:Token must be")]
    [InlineData("telephony", "cloudevents", "https://a.example", "with a blank in it", null, "Suppliers:telephony:Token must be")]
    [InlineData("telephony", "cloudevents", "https://a.example", "0123456789abcdef", "whsec_c2hvcnQ=", "Suppliers:telephony:SigningKey must be")]
    public void A_fault_names_the_setting_and_a_good_value_and_no_secret(string id, string protocol, string? url, string token, string? key, string fault)
    {
        var settings = new SupplierSettings(id, protocol, url is null ? null : new Uri(url, UriKind.RelativeOrAbsolute), token, key);

        var text = Assert.Single(SupplierSettings.Faults([settings], development: false));

        Assert.StartsWith(fault, text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", text + settings, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_suppliers_never_share_a_token() => Assert.StartsWith(
        "Suppliers:mobile:Token and Suppliers:telephony:Token are the same",
        Assert.Single(SupplierSettings.Faults([s_mobile, s_telephony with { Token = s_mobile.Token }], development: true)),
        StringComparison.Ordinal);

    private static HeaderDictionary Signed()
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in StandardWebhook.Sign(Key, "msg_p5jXN8AQM9LWM0D4loKWxJek", s_signedAt, s_body))
        {
            headers[name] = value;
        }

        return headers;
    }

    private static void AssertFault(string? wanted, string? fault)
    {
        if (wanted is null)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Contains(wanted, fault, StringComparison.Ordinal);
        }
    }
}
