using System.Security.Principal;
using System.Text;
using Amqp;
using Amqp.Listener;
using Amqp.Sasl;
using Amqp.Types;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>How clients come in: with a rule's name and key for the whole connection, or as nobody, and then by a token for each entity.</summary>
internal sealed class StandInDoor(string mechanism, string? rule, string? key) : SaslProfile(mechanism), IAuthenticated
{
    /// <summary>Set when the rule's rights are the connection's.</summary>
    public IPrincipal Principal { get; } = rule is null ? null! : new GenericPrincipal(new GenericIdentity(rule), []);

    protected override ITransport UpgradeTransport(ITransport transport) => new PatientTransport((IAsyncTransport)transport);

    protected override DescribedList GetStartCommand(string hostname) => throw new NotSupportedException("This is the server's end.");

    protected override DescribedList OnCommand(DescribedList command) =>
        new SaslOutcome { Code = command is SaslInit init && (rule is null || Said(init) == $"{rule}\0{key}") ? SaslCode.Ok : SaslCode.Auth };

    private static string Said(SaslInit init) => Encoding.UTF8.GetString(init.InitialResponse ?? []).TrimStart('\0');

    /// <summary>
    /// Keeps the first words back until the client has spoken. The library writes them in one piece with the outcome of SASL, and the client of
    /// Node's reads no further than that outcome until something more comes.
    /// </summary>
    private sealed class PatientTransport(IAsyncTransport inner) : IAsyncTransport
    {
        private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void SetConnection(Connection connection) => inner.SetConnection(connection);

        public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
        {
            await _heard.Task;
            await inner.SendAsync(bufferList, listSize);
        }

        public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
        {
            var read = await inner.ReceiveAsync(buffer, offset, count);
            _heard.TrySetResult();
            return read;
        }

        public void Send(ByteBuffer buffer) => inner.Send(buffer);

        public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

        public void Close()
        {
            _heard.TrySetResult();
            inner.Close();
        }
    }
}
