using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Edge.ModelTools.Devices;
using Edge.ModelTools.Packing.Contents;

namespace Edge.ModelTools.Packing.Specialization;

// The form of the projects of Runtime.Int8, except that the code is optimized in every configuration and Release is the default: a build of
// Edge.sln gives no configuration to projects that are not in it, and code that is not optimized would be above the limits.

/// <summary>The nanoFramework project of a generated assembly.</summary>
internal static class SpecializedProject
{
    private const string Library = "nanoFramework.CoreLibrary";
    private const string CoreProject = @"Runtime.Int8\Core\Runtime.Int8.nfproj";
    private const string LanesProject = @"Runtime.Int8\Lanes\Runtime.Int8.Lanes.nfproj";
    private const string DepthwiseProject = @"Runtime.Int8\Depthwise\Runtime.Int8.Depthwise.nfproj";
    private const string MicroProject = @"Runtime.Int8\Micro\Runtime.Int8.Micro.nfproj";
    private const string PackedProject = @"Runtime.Int8\Packed\Runtime.Int8.Packed.nfproj";

    /// <summary>Makes the project's files: .nfproj, packages.config and Properties/AssemblyInfo.cs.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="toRoot">Way from its folder to that of Edge.sln, with a \ at the end.</param>
    public static IReadOnlyList<PackedFile> Write(GeneratedAssembly assembly, string toRoot)
    {
        string version = NfTools.Load().Packages[Library];
        return
        [
            File(assembly.Name + ".nfproj", Project(assembly, toRoot, version)),
            File("packages.config", Packages(version)),
            File("Properties/AssemblyInfo.cs", AssemblyInfo(assembly.Name)),
        ];
    }

    /// <summary>The project's number: the same for every model, so that a solution with the project stays right.</summary>
    public static Guid Id(string assemblyName)
    {
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(assemblyName)).AsSpan(0, 16));
    }

    private static PackedFile File(string name, string text)
    {
        return new PackedFile(name, Encoding.UTF8.GetBytes(text));
    }

    private static string Project(GeneratedAssembly assembly, string toRoot, string version)
    {
        IEnumerable<string> sources = assembly.Files.Select(file => file.Name).Append(@"Properties\AssemblyInfo.cs").Order(StringComparer.Ordinal);
        string[] runtime = [CoreProject, LanesProject, DepthwiseProject, MicroProject, PackedProject];
        IEnumerable<string> projects = runtime.Select(project => toRoot + project).Concat(assembly.References.Select(name => $@"..\{name}\{name}.nfproj"));
        return $$"""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- {{PackedModel.Words}}. Do not edit. -->
            <Project ToolsVersion="Current" DefaultTargets="Build" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <PropertyGroup Label="Globals">
                <NanoFrameworkProjectSystemPath>$(MSBuildExtensionsPath)\nanoFramework\v1.0\</NanoFrameworkProjectSystemPath>
              </PropertyGroup>
              <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props')" />
              <PropertyGroup>
                <Configuration Condition=" '$(Configuration)' == '' ">Release</Configuration>
                <Platform Condition=" '$(Platform)' == '' ">AnyCPU</Platform>
                <ProjectTypeGuids>{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}</ProjectTypeGuids>
                <ProjectGuid>{{Id(assembly.Name).ToString("B").ToUpperInvariant()}}</ProjectGuid>
                <OutputType>Library</OutputType>
                <AppDesignerFolder>Properties</AppDesignerFolder>
                <FileAlignment>512</FileAlignment>
                <RootNamespace>{{assembly.Name}}</RootNamespace>
                <AssemblyName>{{assembly.Name}}</AssemblyName>
                <TargetFrameworkVersion>v1.0</TargetFrameworkVersion>
              </PropertyGroup>
              <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.props" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.props')" />
              <PropertyGroup>
                <Optimize>true</Optimize>
              </PropertyGroup>
              <ItemGroup>
            {{Items("Compile", sources)}}
              </ItemGroup>
              <ItemGroup>
                <None Include="packages.config" />
              </ItemGroup>
              <ItemGroup>
                <Reference Include="mscorlib, Version={{version}}.0, Culture=neutral, PublicKeyToken=c07d481e9758c731">
                  <HintPath>{{toRoot}}packages\{{Library}}.{{version}}\lib\mscorlib.dll</HintPath>
                </Reference>
              </ItemGroup>
              <ItemGroup>
            {{Items("ProjectReference", projects)}}
              </ItemGroup>
              <Import Project="$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets" Condition="Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')" />
              <ProjectExtensions>
                <ProjectCapabilities>
                  <ProjectConfigurationsDeclaredAsItems />
                </ProjectCapabilities>
              </ProjectExtensions>
              <Import Project="{{toRoot}}build\NanoCompileOnly.targets" Condition="!Exists('$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets')" />
            </Project>

            """;
    }

    private static string Items(string kind, IEnumerable<string> paths)
    {
        return string.Join('\n', paths.Select(path => $"    <{kind} Include=\"{path}\" />"));
    }

    private static string Packages(string version)
    {
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            <!-- {PackedModel.Words}. Do not edit. -->
            <packages>
              <package id="{Library}" version="{version}" targetFramework="netnano1.0" />
            </packages>

            """;
    }

    private static string AssemblyInfo(string name)
    {
        return $"""
            {PackedModel.Marker}. Do not edit.

            using System.Reflection;
            using System.Runtime.InteropServices;

            [assembly: AssemblyTitle("{name}")]
            [assembly: AssemblyProduct("Edge")]
            [assembly: AssemblyVersion("0.1.0.0")]
            [assembly: AssemblyFileVersion("0.1.0.0")]
            [assembly: ComVisible(false)]

            """;
    }
}
