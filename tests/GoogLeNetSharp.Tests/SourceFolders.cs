using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GoogLeNetSharp.Tests;

/// <summary>The folders in which the types of an assembly are written, from the symbols beside it.</summary>
internal static class SourceFolders
{
    private static readonly Guid TypeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Row numbers of types that are not nested in another, with the folder of their file, below that of the project.</summary>
    public static IReadOnlyDictionary<int, string> Read(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")));
        var (types, sources) = (file.GetMetadataReader(), symbols.GetMetadataReader());
        var project = $"/{assembly.GetName().Name}/";
        var folders = new Dictionary<int, string>();
        foreach (var handle in types.TypeDefinitions.Where(handle => !types.GetTypeDefinition(handle).IsNested))
        {
            var path = Documents(handle, types, sources)
                .Select(document => sources.GetString(sources.GetDocument(document).Name).Replace('\\', '/'))
                .FirstOrDefault(path => path.Contains(project, StringComparison.Ordinal)
                    && !path.Contains("/obj/", StringComparison.Ordinal));
            if (path is null) continue;
            var below = path[(path.LastIndexOf(project, StringComparison.Ordinal) + project.Length)..];
            folders[MetadataTokens.GetRowNumber(handle)] = Path.GetDirectoryName(below)!.Replace('\\', '/');
        }

        return folders;
    }

    // Types without code, enumerations and interfaces, name their files themselves.
    private static IEnumerable<DocumentHandle> Documents(TypeDefinitionHandle handle, MetadataReader types, MetadataReader sources)
    {
        foreach (var information in sources.GetCustomDebugInformation(handle).Select(sources.GetCustomDebugInformation))
        {
            if (sources.GetGuid(information.Kind) == TypeDocuments)
                yield return MetadataTokens.DocumentHandle(sources.GetBlobReader(information.Value).ReadCompressedInteger());
        }

        var type = types.GetTypeDefinition(handle);
        foreach (var method in type.GetMethods())
        {
            if (sources.GetMethodDebugInformation(method.ToDebugInformationHandle()).Document is { IsNil: false } document)
            {
                yield return document;
            }
        }

        foreach (var document in type.GetNestedTypes().SelectMany(nested => Documents(nested, types, sources))) yield return document;
    }
}
