using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>Staff corrected a message that a supplier's system would not take; it is told so from now on, under the same id.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Data">The whole message, as JSON.</param>
/// <param name="Reason">Why, for the record.</param>
[StoredAs("supplier-message-amended", 1)]
public sealed record SupplierMessageAmended(string Supplier, string Message, Personal Data, string Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>Staff correct a message.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Data">The whole message, as JSON that was checked against its type.</param>
/// <param name="Reason">Why.</param>
public sealed record AmendMessage(string Supplier, string Message, string Data, string Reason, DateTimeOffset Now) : CaseCommand(Now);
