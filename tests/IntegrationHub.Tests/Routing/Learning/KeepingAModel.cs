using System.Buffers.Binary;
using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Tests.Routing.Learning;

public sealed class KeepingAModel
{
    private static readonly byte[] s_file = ModelFile.Write(History.Trained.Model);

    [Fact]
    public void A_model_that_was_read_again_says_the_same()
    {
        var read = ModelFile.Read(s_file);
        Assert.Equal((History.Trained.Model.Version, 600, History.Now), (read.Version, read.Texts, read.TrainedAt));
        foreach (var text in (string[])["krumelur idag", "masten blinkar", "okända ord", ""])
        {
            var (before, after) = (History.Trained.Model.Judge(text), read.Judge(text));
            Assert.Equal(before.Select(one => one.Label), after.Select(one => one.Label));
            Assert.All(before.Zip(after), pair => Assert.Equal(pair.First.Confidence, pair.Second.Confidence, 0.01));
        }
    }

    [Fact]
    public void No_word_of_the_history_can_be_read_in_it()
    {
        var text = System.Text.Encoding.Latin1.GetString(s_file);
        Assert.DoesNotContain("krumelur", text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("printing", text, StringComparison.Ordinal); // The labels are no secret.
    }

    [Theory]
    [InlineData(60)]
    [InlineData(500)]
    [InlineData(-1)]
    public void One_changed_byte_is_noticed(int at)
    {
        var damaged = s_file.ToArray();
        damaged[at < 0 ? ^1 : at] ^= 1;
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => ModelFile.Read(damaged)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(30)]
    [InlineData(3_000)]
    public void A_file_that_was_cut_off_is_noticed(int length) =>
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => ModelFile.Read(s_file[..length])).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_format_is_refused_by_its_number()
    {
        var other = s_file.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(other.AsSpan(8), 2);
        Assert.Contains("format 2", Assert.Throws<InvalidDataException>(() => ModelFile.Read(other)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("id,text\n1,hej\n")]
    public void What_is_no_model_is_called_so(string content) =>
        Assert.Contains("no router model", Assert.Throws<InvalidDataException>(() => ModelFile.Read(System.Text.Encoding.UTF8.GetBytes(content))).Message, StringComparison.Ordinal);
}
