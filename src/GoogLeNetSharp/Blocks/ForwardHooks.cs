using System.Runtime.CompilerServices;
using static TorchSharp.torch;
using PostHook = System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor,
    TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
using PreHook = System.Func<TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, TorchSharp.torch.Tensor,
    TorchSharp.torch.Tensor>;

namespace GoogLeNetSharp;

/// <summary>Determines whether a module has forward hooks, which TorchSharp 0.107 keeps in protected fields.</summary>
internal static class ForwardHooks
{
    /// <summary>Whether the module itself has a hook; hooks of its children are ignored.</summary>
    public static bool On(nn.IModule<Tensor, Tensor> module) =>
        module is nn.Module<Tensor, Tensor> hooked && Fields<PreHook, PostHook>.Any(hooked);

    // Resolved at compile time, so it works with trimming and NativeAOT. The type parameters must be those of the class.
    private static class Fields<TPreHook, TPostHook>
    {
        public static bool Any(nn.HookableModule<TPreHook, TPostHook> module) =>
            Before(module).Count + After(module).Count + BeforeModule(module).Count + AfterModule(module).Count > 0;

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "pre_hooks")]
        private static extern ref Dictionary<string, TPreHook> Before(nn.HookableModule<TPreHook, TPostHook> module);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "post_hooks")]
        private static extern ref Dictionary<string, TPostHook> After(nn.HookableModule<TPreHook, TPostHook> module);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "module_pre_hooks")]
        private static extern ref Dictionary<string, Action<nn.Module>> BeforeModule(nn.HookableModule<TPreHook, TPostHook> module);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "module_post_hooks")]
        private static extern ref Dictionary<string, Action<nn.Module>> AfterModule(nn.HookableModule<TPreHook, TPostHook> module);
    }
}
