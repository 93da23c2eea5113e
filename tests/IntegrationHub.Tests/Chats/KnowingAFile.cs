using System.IO.Compression;
using System.Text;
using IntegrationHub.Adapters.Chat.Files;

namespace IntegrationHub.Tests.Chats;

public sealed class KnowingAFile
{
    [Theory]
    [InlineData("skärm.PNG", "89504E470D0A1A0A00", "image/png", true)]
    [InlineData("a.jpeg", "FFD8FFE0", "image/jpeg", true)]
    [InlineData("a.gif", "474946383961", "image/gif", true)]
    [InlineData("a.webp", "524946460000000057454250565038", "image/webp", true)]
    [InlineData("a.heic", "000000186674797068656963000000", "image/heic", false)]
    [InlineData("a.pdf", "255044462D312E37", "application/pdf", false)]
    [InlineData("fel.log", "C3A5C3A4C3B60D0A", "text/plain", false)]
    [InlineData("gammal.txt", "E5E4F60D0A", "text/plain", false)]
    public void Its_name_and_its_beginning_agree(string name, string hex, string mediaType, bool picture) =>
        Assert.Equal(new FileKind(mediaType, picture), FileKind.Of(name, Convert.FromHexString(hex)));

    [Theory]
    [InlineData("a.png", "4D5A9000")] // A program that calls itself a picture.
    [InlineData("a.exe", "4D5A9000")]
    [InlineData("a.svg", "3C7376673E")]
    [InlineData("a.html", "3C68746D6C3E")]
    [InlineData("a.js", "616C6572742829")]
    [InlineData("a.txt", "4D5A900003000000")]
    [InlineData("a.docx", "504B0304")]
    [InlineData("a.zip", "504B0304")]
    [InlineData("png", "89504E470D0A1A0A00")]
    [InlineData("a.png.exe", "89504E470D0A1A0A00")]
    public void Anything_else_is_not_taken(string name, string hex) => Assert.Null(FileKind.Of(name, Convert.FromHexString(hex)));

    [Fact]
    public void A_document_is_taken_and_one_with_macros_is_not()
    {
        Assert.NotNull(FileKind.Of("brev.docx", Zip("[Content_Types].xml", "word/document.xml")));
        Assert.Null(FileKind.Of("brev.docx", Zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")));
        Assert.Null(FileKind.Of("brev.docx", Zip("[Content_Types].xml", "xl/workbook.xml")));
        Assert.Null(FileKind.Of("brev.docx", Zip("word/document.xml")));
    }

    [Theory]
    [InlineData("../../etc/passwd.txt", "passwd.txt")]
    [InlineData("C:\\temp\\a.png", "a.png")]
    [InlineData("a\r\n\"b\u202Egnp.txt", "abgnp.txt")]
    [InlineData("..", "fil")]
    [InlineData(null, "fil")]
    public void Its_name_leads_nowhere(string? said, string name) => Assert.Equal(name, FileKind.NameOf(said));

    [Fact]
    public void A_long_name_keeps_its_ending() => Assert.Equal(100, FileKind.NameOf(new string('a', 300) + ".docx") is { } name && name.EndsWith(".docx", StringComparison.Ordinal) ? name.Length : 0);

    private static byte[] Zip(params string[] names)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.ASCII.GetBytes("x"));
            }
        }

        return content.ToArray();
    }
}
