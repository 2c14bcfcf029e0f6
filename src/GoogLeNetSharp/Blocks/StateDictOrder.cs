using static TorchSharp.torch;

namespace GoogLeNetSharp;

/// <summary>
/// Lists the state dictionary in PyTorch's order: module by module, parameters before buffers. TorchSharp lists all parameters of the tree
/// before the first buffer.
/// </summary>
internal static class StateDictOrder
{
    public static Dictionary<string, Tensor> Fill(nn.Module module, Dictionary<string, Tensor>? destination, string? prefix)
    {
        destination ??= [];
        var path = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
        foreach (var (name, parameter) in module.named_parameters(recurse: false)) destination.TryAdd(path + name, parameter);
        foreach (var (name, buffer) in module.named_buffers(recurse: false, include_nonpersistent: false))
        {
            destination.TryAdd(path + name, buffer);
        }
        foreach (var (name, child) in module.named_children()) Fill(child, destination, path + name);
        return destination;
    }
}
