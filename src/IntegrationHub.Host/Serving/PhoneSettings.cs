using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;
using PhoneNumber = IntegrationHub.Adapters.People.PhoneNumber;

namespace IntegrationHub.Host.Serving;

/// <summary>The telephone: the city's number, and the desks'.</summary>
/// <param name="Twilio">Account, token, number and public address.</param>
/// <param name="Desks">A desk's number in E.164 by its id; <c>Desks:ID:Phone</c>. A desk without one is not connected, its caller is called back.</param>
/// <param name="Simulated">Whether the pretended telephone is there: in Development.</param>
public sealed partial record PhoneSettings(TwilioOptions Twilio, IReadOnlyDictionary<string, string> Desks, bool Simulated)
{
    /// <summary>The desk that answers when a person is asked for and nothing is known; <c>Voice:PersonDesk</c>, the catalogue's first when not set.</summary>
    public string PersonDesk { get; init; } = ServiceCatalogue.Default.Desks[0].Id;

    /// <summary>Name of Twilio's speech model; <c>Voice:SpeechModel</c>. Null lets Twilio choose and change over when one fails.</summary>
    public string? SpeechModel { get; init; }

    /// <summary>Where a forgotten password is changed by oneself; <c>Password:AREA:Url</c>.</summary>
    public PasswordSelfService SelfService { get; init; } = PasswordSelfService.None;

    /// <summary>Which callers have a menu, hours or a desk of their own; <c>Areas:ID</c>.</summary>
    public AreaRules Areas { get; init; } = AreaRules.None;

    /// <summary>When a call under a rule is answered by a desk: the next time that both are open, now included.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="rule">Id of the rule; null for none.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset NextOpening(string desk, string? rule, DateTimeOffset now)
    {
        var (ofDesk, ofRule, at) = (HoursOf(desk), Areas.Find(rule)?.Hours ?? OpeningHours.Always, now);
        for (var step = 0; step < OpeningsAhead; step++)
        {
            if (ofDesk.NextOpening(at) is not { } desks || ofRule.NextOpening(desks) is not { } rules)
            {
                break;
            }

            if (ofDesk.IsOpen(rules))
            {
                return rules;
            }

            at = rules;
        }

        return ofDesk.NextOpening(now) ?? now; // The two are never open together: the desk's word counts.
    }

    private const int OpeningsAhead = 400;
    private const string NoAccount = "AC00000000000000000000000000000000";
    private const string FictionNumber = "+46846500499";
    private const string DevelopmentSlots = "4 per 30 min";

    /// <summary>When a desk answers, by its id; <c>Desks:ID:Hours</c>. A desk that is not here always does.</summary>
    public IReadOnlyDictionary<string, OpeningHours> Hours { get; init; } = new Dictionary<string, OpeningHours>(StringComparer.Ordinal);

    /// <summary>When a desk answers.</summary>
    public OpeningHours HoursOf(string? desk) => Hours.GetValueOrDefault(desk ?? "") ?? _added.GetValueOrDefault(desk ?? "")?.Hours ?? OpeningHours.Always;

    /// <summary>How many call-backs a desk can make at booked times, by its id; <c>Desks:ID:CallbackSlots</c>. A desk that is not here books none.</summary>
    public IReadOnlyDictionary<string, CallbackSlots> CallbackSlots { get; init; } = new Dictionary<string, CallbackSlots>(StringComparer.Ordinal);

    /// <summary>How many call-backs a desk can make at booked times.</summary>
    public CallbackSlots SlotsOf(string? desk) => CallbackSlots.GetValueOrDefault(desk ?? "") ?? _added.GetValueOrDefault(desk ?? "")?.Slots ?? Core.Callbacks.CallbackSlots.None;

    /// <summary>Reads the settings. In Development the desks have numbers that are reserved for fiction, and the token is made up at each start.</summary>
    /// <remarks>Source of the numbers: PTS, numbers for use in fiction, 08-465 004 00 to 99.</remarks>
    /// <exception cref="SettingsException">One of them is wrong; the message lists every fault.</exception>
    public static PhoneSettings Read(IConfiguration configuration, bool development)
    {
        var section = configuration.GetSection("Twilio");
        var token = section["AuthToken"] ?? (development ? RandomNumberGenerator.GetHexString(32, lowercase: true) : "");
        var options = new TwilioOptions(
            section["AccountSid"] ?? (token.Length > 0 && development ? NoAccount : ""), token,
            section["Number"] ?? (development ? FictionNumber : ""), section["ApiUrl"] ?? "https://api.twilio.com", configuration["PublicUrl"])
        {
            TrustedProxies = section["TrustedProxies"] ?? "",
            TrustedHosts = section["TrustedHosts"] ?? "",
        };
        var desks = new Dictionary<string, string>(StringComparer.Ordinal);
        List<string> faults = [.. options.Faults()];
        foreach (var (desk, index) in ServiceCatalogue.Default.Desks.Select((desk, index) => (desk.Id, index)))
        {
            var said = configuration[$"Desks:{desk}:Phone"] ?? (development ? string.Create(CultureInfo.InvariantCulture, $"+468465004{index:D2}") : null);
            if (said is not null && PhoneNumber.ToE164(said) is { } number)
            {
                desks[desk] = number;
            }
            else if (said is not null)
            {
                faults.Add($"Desks:{desk}:Phone is no phone number; set it to one, for example +46111234567.");
            }
        }

        var hours = ReadHours(configuration, faults);
        var slots = ReadSlots(configuration, development, faults);
        var person = ReadPersonDesk(configuration, faults);
        var (music, ringAgain) = ReadWaiting(configuration, faults);
        var selfService = AreaSettings.SelfService(configuration, faults);
        var areas = AreaSettings.Rules(configuration, faults);
        return faults.Count == 0
            ? new PhoneSettings(options, desks, development)
            {
                PersonDesk = person,
                Hours = hours,
                CallbackSlots = slots,
                SelfService = selfService,
                Areas = areas,
                SpeechModel = configuration["Voice:SpeechModel"],
                WaitMusic = music,
                RingAgainAfter = ringAgain,
            }
            : throw new SettingsException(string.Join(' ', faults));
    }

    private static Dictionary<string, OpeningHours> ReadHours(IConfiguration configuration, List<string> faults)
    {
        var hours = new Dictionary<string, OpeningHours>(StringComparer.Ordinal);
        foreach (var desk in ServiceCatalogue.Default.Desks)
        {
            if (configuration[$"Desks:{desk.Id}:Hours"] is not { Length: > 0 } said)
            {
                continue;
            }

            if (OpeningHours.TryParse(said, out var open))
            {
                hours[desk.Id] = open;
            }
            else
            {
                faults.Add($"Desks:{desk.Id}:Hours cannot be read; write for example 'mon-fri 07:00-17:00, sat 10:00-14:00, holidays closed', or always.");
            }
        }

        return hours;
    }

    private static string ReadPersonDesk(IConfiguration configuration, List<string> faults)
    {
        var person = configuration["Voice:PersonDesk"] ?? ServiceCatalogue.Default.Desks[0].Id;
        if (ServiceCatalogue.Default.FindDesk(person) is null)
        {
            faults.Add($"Voice:PersonDesk is no desk; set it to one, for example {ServiceCatalogue.Default.Desks[0].Id}.");
        }

        return person;
    }

    private static Dictionary<string, CallbackSlots> ReadSlots(IConfiguration configuration, bool development, List<string> faults)
    {
        var slots = new Dictionary<string, CallbackSlots>(StringComparer.Ordinal);
        foreach (var desk in ServiceCatalogue.Default.Desks)
        {
            if (Core.Callbacks.CallbackSlots.TryParse(configuration[$"Desks:{desk.Id}:CallbackSlots"] ?? (development ? DevelopmentSlots : "none"), out var read))
            {
                slots[desk.Id] = read;
            }
            else
            {
                faults.Add($"Desks:{desk.Id}:CallbackSlots cannot be read; write for example '4 per 30 min', or none. A slot is 5, 10, 15, 20, 30 or 60 minutes.");
            }
        }

        return slots;
    }

    /// <summary>Whether messages and calls go to Twilio: an account is set.</summary>
    public bool HasAccount => Twilio.CanSend && Twilio.AccountSid != NoAccount;
}
