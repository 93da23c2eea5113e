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

        var decision = router.Answer(asked, answer, new Matter(state.Description?.Text ?? ""));
        return new AnswerRoutingQuestion(answer, decision, catalogue.FindService(decision.Service)?.Supplier, now);
    }
}
