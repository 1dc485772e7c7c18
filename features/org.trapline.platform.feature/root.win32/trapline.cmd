@echo off
rem SPDX-License-Identifier: EPL-2.0
rem Starts Trapline: the IDE without an argument, else the command line (trapline --help).
setlocal
set "HERE=%~dp0"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
set "FEATURE="
for /f "tokens=3" %%v in ('""%JAVA%" -version 2>&1" ^| findstr /i version') do if not defined FEATURE set "FEATURE=%%~v"
for /f "delims=.-+" %%v in ("%FEATURE%") do set "FEATURE=%%v"
if not defined FEATURE goto nojava
if %FEATURE% LSS 25 goto nojava
if not "%~1"=="" goto commandline
for %%f in ("%HERE%plugins\org.eclipse.equinox.launcher_*.jar") do set "LAUNCHER=%%f"
:again
"%JAVA%" -Xms256m @"%HERE%machine.options" -jar "%LAUNCHER%"
if %ERRORLEVEL%==23 goto again
exit /b %ERRORLEVEL%
:commandline
"%JAVA%" @"%HERE%machine.options" @"%HERE%commands.options" -jar "%HERE%trapline-cli.jar" %*
exit /b %ERRORLEVEL%
:nojava
echo trapline: Java 25 is needed. Install it, for instance from https://adoptium.net, and set JAVA_HOME to its folder. 1>&2
exit /b 1
