using Mono.Cecil;

namespace GoogLeNetSharp.Tests;

/// <summary>The types of an assembly, internal ones included, with their source folders (from its debug information) and the types that
/// they use, in signatures and bodies.</summary>
internal sealed class LibraryTypes
{
    private readonly Dictionary<TypeDefinition, LibraryType> _byDefinition;

    private LibraryTypes(Dictionary<TypeDefinition, LibraryType> byDefinition) => _byDefinition = byDefinition;

    /// <summary>The types that are not nested in another, but those that the compiler made.</summary>
    public IEnumerable<LibraryType> Types => _byDefinition.Values;

    /// <summary>Reads an assembly and the symbols beside it.</summary>
    public static LibraryTypes Read(System.Reflection.Assembly assembly)
    {
        var folders = SourceFolders.Read(assembly);
        var types = AssemblyDefinition.ReadAssembly(assembly.Location).MainModule.Types;
        return new LibraryTypes(types.Where(type => folders.ContainsKey(Row(type)))
            .ToDictionary(type => type, type => new LibraryType(type.Name, type.Namespace, folders[Row(type)])));
    }

    /// <summary>The pairs of a type and one that it uses, nested types counting as their outermost one.</summary>
    public IEnumerable<(LibraryType From, LibraryType To)> Uses() =>
        _byDefinition.Keys.SelectMany(type => AllOf(type).SelectMany(References)
        .SelectMany(Parts).Select(used => Outermost(used)).OfType<TypeDefinition>().Distinct()
        .Where(_byDefinition.ContainsKey).Select(used => (_byDefinition[type], _byDefinition[used])));

    private static int Row(TypeDefinition type) => (int)type.MetadataToken.RID;

    private static IEnumerable<TypeDefinition> AllOf(TypeDefinition type) => type.NestedTypes.SelectMany(AllOf).Prepend(type);

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. type.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Methods.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(instruction => References(instruction.Operand)) : [],
    ];

    private static IEnumerable<TypeReference?> References(object operand) => operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MemberReference member => [member.DeclaringType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is null ? type : Outermost(type.DeclaringType);
}
