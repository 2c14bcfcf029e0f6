// Packages FOLDER VERSION: what each package of the folder says of itself, and what it holds.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;

var (folder, version) = (args[0], args[1]);
foreach (var file in Directory.EnumerateFiles(folder, "*.nupkg").Order(StringComparer.Ordinal))
{
    Check(file);
    Console.WriteLine($"{Path.GetFileName(file)}: {new FileInfo(file).Length / 1000.0:F0} kB");
}

void Check(string file)
{
    using var package = ZipFile.OpenRead(file);
    var name = Path.GetFileName(file)[..^$".{version}.nupkg".Length];
    var nuspec = XDocument.Load(Entry($"{name}.nuspec")).Root!.Elements().Single();
    var isTemplate = nuspec.Descendants().Any(element => (string?)element.Attribute("name") == "Template");

    Expect(Value("id") == name && Value("version") == version, "id and version are those of the file's name");
    Expect(Value("license") == "MIT", "the licence is MIT");
    Expect(Value("authors").Length > 0 && Value("copyright").Length > 0, "authors and copyright are named");
    Expect(Value("description").Length is > 50 and < 4000, "there is a description");
    Expect(Value("tags").Split(' ').Length > 3, "there are tags");
    Expect(Uri.TryCreate(Value("projectUrl"), UriKind.Absolute, out _), "there is a project URL");
    Expect(Value("releaseNotes").StartsWith($"## {version}", StringComparison.Ordinal), "the release notes are those of the version");
    Expect(Value("releaseNotes").Length < 35_000, "the release notes have fewer characters than NuGet takes");
    Expect(Element("repository").Attribute("commit")?.Value.Length == 40, "the commit is named");

    var icon = Bytes(Value("icon"));
    Expect(icon.AsSpan(1, 3).SequenceEqual("PNG"u8), "the icon is a PNG file");
    Expect(BinaryPrimitives.ReadInt64BigEndian(icon.AsSpan(16)) == (128L << 32 | 128), "the icon has 128 x 128 pixels");

    var readme = new StreamReader(Entry(Value("readme"))).ReadToEnd();
    var text = Regex.Replace(readme, "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline);
    var broken = Regex.Matches(text, @"\]\((?!https?://|#)[^)]*\)|<img[^>]*>|^\[[^\]]+\]:\s*(?!https?://).*$", RegexOptions.Multiline);
    Expect(broken.Count == 0, $"NuGet shows all links and pictures of the README, but for {string.Join(", ", broken)}");

    if (isTemplate) return;
    Expect(package.GetEntry($"lib/net10.0/{name}.dll") is not null, "there is an assembly");
    Expect(package.GetEntry($"lib/net10.0/{name}.xml") is not null, "the assembly is documented");
    if (name == "GoogLeNetSharp") Expect(package.GetEntry($"buildTransitive/{name}.targets") is not null, "it brings its target");
    using var symbols = ZipFile.OpenRead(Path.ChangeExtension(file, ".snupkg"));
    using var pdb = MetadataReaderProvider.FromPortablePdbStream(Copy(symbols.GetEntry($"lib/net10.0/{name}.pdb")!));
    var reader = pdb.GetMetadataReader();
    var sources = reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name)).ToArray();
    var foreign = sources.Where(source => !source.StartsWith("/_/", StringComparison.Ordinal));
    Expect(sources.Length > 0 && !foreign.Any(), $"the symbols name files of the repository alone, not {string.Join(", ", foreign)}");

    XElement Element(string element) => nuspec.Elements().Single(child => child.Name.LocalName == element);
    string Value(string element) => (string?)nuspec.Elements().SingleOrDefault(child => child.Name.LocalName == element) ?? "";
    Stream Entry(string path) => Copy(package.GetEntry(path) ?? throw new InvalidOperationException($"{name}: lacks '{path}'."));
    byte[] Bytes(string path) => ((MemoryStream)Entry(path)).ToArray();
    void Expect(bool holds, string what) { if (!holds) throw new InvalidOperationException($"{name}: expected that {what}."); }
}

static MemoryStream Copy(ZipArchiveEntry entry)
{
    using var stream = entry.Open();
    var copy = new MemoryStream();
    stream.CopyTo(copy);
    copy.Position = 0;
    return copy;
}
