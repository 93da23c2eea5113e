using System.Globalization;

namespace IntegrationHub.Core.Calls;

/// <summary>Words about who calls: the first name only, and the roles.</summary>
public sealed partial class Prompts
{
    private static void AskWho(Turn turn, Speech say)
    {
        var name = turn.Who?.FirstName.Text ?? "";
        say.Text(
            turn.Failures == 0 ? $"Är det {name}, och gäller det dig själv? Ja: tryck 1." : $"{name}, för egen del: tryck 1.",
            turn.Failures == 0 ? $"Is this {name}, and is it about yourself? Yes: press 1." : $"{name}, about yourself: press 1.");
        say.Text($"Du ringer åt någon annan: tryck 2. Du är inte {name}: tryck 3.", $"You call for someone else: press 2. You are not {name}: press 3.");
    }

    private static void AskRole(Turn turn, Speech say)
    {
        if (turn.Failures == 0)
        {
            say.Text("Vad gäller det?", "Which is it about?");
        }

        say.Text("Tryck", "Press");
        foreach (var (index, role) in (turn.Who?.Roles ?? []).Index())
        {
            var key = (index + 1).ToString(CultureInfo.InvariantCulture);
            var education = role.Area == "education";
            say.Text(
                $"{key} för dig {(role.Name?.Text is { } sv ? "som " + sv : education ? "i skolan" : "på arbetet")};",
                $"{key} for you {(role.Name?.Text is { } en ? "as " + en : education ? "at school" : "at work")};");
        }
    }
}
