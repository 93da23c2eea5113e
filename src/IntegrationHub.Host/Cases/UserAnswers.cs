using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Cases;

/// <summary>What a user's answer means for a case, whichever way it comes.</summary>
public sealed class UserAnswers(Router router, ServiceCatalogue catalogue)
{
    /// <summary>The command: the answer to the hub's routing question when there is one, else to the desk's question.</summary>
    public CaseCommand Command(CaseState state, string answer, DateTimeOffset now)
    {
        if (state.Asked is not { } asked)
        {
            return new AnswerDesk(answer, now);
        }

        var matter = new Matter(state.Description?.Text ?? "") { Organisation = state.Place.Organisation, Site = state.Place.Site };
        var decision = catalogue.Placed(router.Answer(asked, answer, matter), state.Place, now);
        return new AnswerRoutingQuestion(answer, decision, catalogue.SupplierOf(decision, state.Place, now), now);
    }
}
