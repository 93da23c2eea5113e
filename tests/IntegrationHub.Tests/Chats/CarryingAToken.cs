using System.Buffers.Text;
using System.Text;
using IntegrationHub.Adapters.Chat.DirectLine;

namespace IntegrationHub.Tests.Chats;

public sealed class CarryingAToken
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly DirectLinePasses s_passes = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly DirectLinePass s_token = new(PassUse.Token, "c1", "dl_one", "s1", s_now.AddMinutes(30)) { Origins = ["https://intranet.example.se"] };

    [Fact]
    public void It_says_again_what_was_signed()
    {
        var read = s_passes.Read(s_passes.Write(s_token), PassUse.Token, s_now, out var ended)!;
        Assert.False(ended);
        Assert.Equal(s_token with { Origins = [] }, read with { Origins = [] });
        Assert.Equal(s_token.Origins, read.Origins);
    }

    [Fact]
    public void The_official_client_finds_the_user_in_it()
    {
        var body = s_passes.Write(s_token).Split('.')[1];
        Assert.Contains("\"user\":\"dl_one\"", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body)), StringComparison.Ordinal);
    }

    [Fact]
    public void After_half_an_hour_it_has_ended()
    {
        Assert.Null(s_passes.Read(s_passes.Write(s_token), PassUse.Token, s_now.AddMinutes(30), out var ended));
        Assert.True(ended);
    }

    [Theory]
    [InlineData(PassUse.Stream)]
    [InlineData(PassUse.File)]
    public void It_opens_nothing_that_it_is_not_for(PassUse use) => Assert.Null(s_passes.Read(s_passes.Write(s_token), use, s_now, out _));

    [Fact]
    public void Another_hubs_is_no_token() => Assert.Null(new DirectLinePasses(new byte[32]).Read(s_passes.Write(s_token), PassUse.Token, s_now, out _));

    [Fact]
    public void Whatever_sign_of_it_is_changed_it_is_no_token_any_more()
    {
        var token = s_passes.Write(s_token);
        for (var i = 0; i < token.Length; i++)
        {
            var forged = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            var read = s_passes.Read(forged, PassUse.Token, s_now, out _);
            Assert.True(read is null || i == token.Length - 1, $"sign {i}"); // The last one's lowest bits carry nothing.
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJjb252IjoiYzEiLCJ1c2VyIjoiZGxfb25lIn0.")]
    public void Rubbish_is_no_token(string? text) => Assert.Null(s_passes.Read(text, PassUse.Token, s_now, out _));

    [Fact]
    public void A_token_without_an_algorithm_is_refused_though_the_rest_is_the_hubs()
    {
        var none = Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8);
        var parts = s_passes.Write(s_token).Split('.');
        Assert.Null(s_passes.Read($"{none}.{parts[1]}.", PassUse.Token, s_now, out _));
        Assert.Null(s_passes.Read($"{none}.{parts[1]}.{parts[2]}", PassUse.Token, s_now, out _));
    }
}
